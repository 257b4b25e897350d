import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import { useState } from 'react';
import { reference } from '#kernel/contract/field.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { FieldInput } from '#kernel/web/field-input.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { decideHandover, listHandovers, offerHandover } from '../links-contract.ts';
import { specialistLink } from '../records.ts';
import { words as w } from './messages.ts';
import './service.css';

const successorField = reference({ label: w.successor, record: 'user' });

/** Handing over firm by firm: what to know is written down, the successor accepts each. */
export function HandoverPage() {
  const say = useText();
  const actor = useActor();
  return (
    <>
      <PageHead title={say(w.handover)} />
      <p className="quiet">{say(w.handoverHint)}</p>
      <Offered />
      {actor.roles.includes('specialist') && <OfferForm />}
    </>
  );
}

function Offered() {
  const say = useText();
  const actor = useActor();
  const items = useRead(['handovers'], listHandovers);
  const decide = useAct(decideHandover, [['handovers'], keyOf(specialistLink)]);
  return (
    <section className="card" aria-label={say(w.handoverIn)}>
      <h2>{say(w.handoverIn)}</h2>
      {items.data?.items.length === 0 && <p className="quiet">{say(w.nothing)}</p>}
      <ul className="lines">
        {items.data?.items.map((item) => (
          <li key={item.id}>
            <div className="line-head">
              <PageLink to={`/firms/${item.firmId}/brief`}>{item.firm}</PageLink>
              <span className="quiet">
                {item.from} → {item.to} · {item.state}
              </span>
            </div>
            <span className="quiet">{say(w.openCount(item.open, item.promises))}</span>
            {item.note && <span>{item.note}</span>}
            {item.state === 'offered' && item.to === actor.name && (
              <div className="line-acts">
                <Button type="primary" size="small" onClick={() => decide.mutate({ params: { id: item.id }, body: { accepted: true } })}>
                  {say(w.accept)}
                </Button>
                <Button size="small" onClick={() => decide.mutate({ params: { id: item.id }, body: { accepted: false } })}>
                  {say(w.decline)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {decide.error && <ProblemNotice error={decide.error} />}
    </section>
  );
}

function OfferForm() {
  const say = useText();
  const toast = useToast();
  const actor = useActor();
  const links = useRead(keyOf(specialistLink, 'mine'), recordEndpoints(specialistLink).list, {
    query: { specialistId: actor.userId, limit: 100 },
  });
  const offer = useAct(offerHandover, [['handovers']]);
  const [toId, setToId] = useState<unknown>();
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const chosen = Object.keys(notes);
  const active = (links.data?.rows ?? []).filter((row) => row['toOn'] === null);
  return (
    <section className="card" aria-label={say(w.handover)}>
      <label>
        {say(w.successor)}
        <FieldInput field={successorField} value={toId} onChange={setToId} titles={undefined} />
      </label>
      <ul className="lines">
        {active.map((row) => {
          const firmId = String(row['firmId']);
          const picked = firmId in notes;
          return (
            <li key={row.id}>
              <Checkbox
                checked={picked}
                onChange={(event) =>
                  setNotes(
                    event.target.checked
                      ? { ...notes, [firmId]: '' }
                      : Object.fromEntries(Object.entries(notes).filter(([id]) => id !== firmId)),
                  )
                }
              >
                {String(row.titles['firmId'] ?? '—')}
              </Checkbox>
              {picked && (
                <Input.TextArea
                  aria-label={say(w.note)}
                  placeholder={say(w.note)}
                  autoSize
                  maxLength={1000}
                  value={notes[firmId]}
                  onChange={(event) => setNotes({ ...notes, [firmId]: event.target.value })}
                />
              )}
            </li>
          );
        })}
      </ul>
      <Button
        type="primary"
        disabled={typeof toId !== 'string' || chosen.length === 0}
        loading={offer.isPending}
        onClick={() =>
          offer.mutate(
            {
              body: {
                fromId: actor.userId,
                items: chosen.map((firmId) => ({ firmId, toId: String(toId), ...(notes[firmId] && { note: notes[firmId] }) })),
              },
            },
            {
              onSuccess: () => {
                toast(say(w.offered));
                setNotes({});
              },
            },
          )
        }
      >
        {say(w.offer)}（{chosen.length}）
      </Button>
      {offer.error && <ProblemNotice error={offer.error} />}
    </section>
  );
}
