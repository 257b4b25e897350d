import Button from 'antd/es/button';
import type { ReactNode } from 'react';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { createSchemeDraft, listSchemes, type SchemeEdition } from '../../scheme-contract.ts';
import { schemesKey } from './scheme-draft-state.ts';
import { schemeWords as w } from './scheme-messages.ts';
import { SchemeTable } from './scheme-table.tsx';
import './scheme.css';

/** The editions of the scheme in time, each whole, and the drafts of the next one. */
export function PointsSchemesPage() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const isOfficer = useActor().roles.includes('financeOfficer');
  const read = useRead(schemesKey, listSchemes);
  const copy = useAct(createSchemeDraft, [schemesKey]);
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { editions, drafts } = read.data;
  const begin = (edition: string) => copy.mutate({ body: { edition } }, { onSuccess: ({ id }) => go(`/points-schemes/drafts/${id}`) });
  return (
    <>
      <PageHead title={say(w.title)} />
      <p className="quiet scheme-hint">{say(w.hint)}</p>
      {copy.error && <ProblemNotice error={copy.error} />}
      <section className="card scheme-drafts">
        <h2>{say(w.drafts)}</h2>
        {drafts.length === 0 && <p className="quiet">{say(w.noDrafts)}</p>}
        <ul className="lines">
          {drafts.map((draft) => (
            <li key={draft.id}>
              <PageLink to={`/points-schemes/drafts/${draft.id}`}>{draft.edition || say(w.unnamed)}</PageLink>
              <span className="quiet">
                {say(w.savedBy(draft.updatedBy, formatMomentShort(instantOf(draft.updatedAt), Date.now(), language)))}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {editions.map((edition) => (
        <Edition key={edition.edition} edition={edition}>
          {isOfficer && (
            <Button loading={copy.isPending} aria-label={`${say(w.copy)} ${edition.edition}`} onClick={() => begin(edition.edition)}>
              {say(w.copy)}
            </Button>
          )}
        </Edition>
      ))}
    </>
  );
}

function Edition({ edition, children }: { readonly edition: SchemeEdition; readonly children: ReactNode }) {
  const say = useText();
  const { language } = useSpeech();
  const { state, effectiveFrom, endsOn, source, confidence, params } = edition;
  return (
    <article className="card scheme-edition">
      <div className="card-head">
        <h2>{edition.edition}</h2>
        {children}
      </div>
      <p>
        <span className={`status ${state === 'inForce' ? 'status-good' : state === 'toCome' ? 'status-active' : ''}`}>
          {say(w.states[state])}
        </span>{' '}
        {say(w.span(formatDate(effectiveFrom, language), endsOn && formatDate(endsOn, language)))}
      </p>
      <p className="quiet">
        {say(w.source)}：{source}
        {confidence === 'MU' && <span className="late-word"> {say(w.unverified)}</span>}
      </p>
      <details>
        <summary>{say(w.look)}</summary>
        <SchemeTable scheme={params} />
      </details>
    </article>
  );
}
