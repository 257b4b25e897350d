import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { freezeFigure } from '../contract.ts';
import type { FigureAsk, Info } from './figure-text.ts';
import { words as w } from './messages.ts';

/** Freezes the number as asked on this page; the passport is a click away afterwards. */
export function FreezeForm({ info, ask }: { readonly info: Info; readonly ask: FigureAsk }) {
  const say = useText();
  const actor = useActor();
  const [why, setWhy] = useState('');
  const act = useAct(freezeFigure, [
    ['figures', 'quotes', info.id],
    ['figures', 'passports'],
  ]);
  const callers: readonly string[] = freezeFigure.callers as readonly string[];
  if (!actor.roles.some((role) => callers.includes(role))) return null;
  return (
    <section className="card" aria-label={say(w.freeze)}>
      <h2>{say(w.freeze)}</h2>
      <p className="quiet small">{say(w.freezeHint)}</p>
      <form
        className="freeze-form"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ body: { figureId: info.id, ...ask, ...(why.trim() && { why: why.trim() }) } });
        }}
      >
        <Input
          aria-label={say(w.freezeWhy)}
          placeholder={say(w.freezeWhy)}
          maxLength={200}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <Button htmlType="submit" loading={act.isPending}>
          {say(w.freeze)}
        </Button>
      </form>
      {act.error && <ProblemNotice error={act.error} />}
      {act.data && (
        <p role="status">
          {say(w.frozen)} <PageLink to={`/passports/${act.data.id}`}>{`${say(w.passport)} ${act.data.code} ›`}</PageLink>
        </p>
      )}
    </section>
  );
}
