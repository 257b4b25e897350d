import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { reviewStates } from '../choices.ts';
import { schemeTemplates } from '../rules/scheme-templates.ts';
import { scheme, schemePart, schemeReview, schemeTask } from '../scheme-records.ts';
import { loadSchemeTemplate, publishScheme, reviewParts, schemeTree, siteReview } from '../work-contract.ts';
import { words as w } from './messages.ts';
import './organisation.css';

/** A scheme's parts with their tasks, and whether it may be published. */
export function SchemePanel({ row }: RecordPanelProps) {
  const say = useText();
  const officer = useActor().roles.includes('partyWorkOfficer');
  const tree = useRead(keyOf(schemePart, 'tree', row.id), schemeTree, { params: { id: row.id } });
  const publish = useAct(publishScheme, [keyOf(scheme)]);
  if (tree.error) return <ProblemNotice error={tree.error} />;
  if (!tree.data) return null;
  return (
    <>
      {publish.error && <ProblemNotice error={publish.error} />}
      {tree.data.faults.map((fault) => (
        <p key={fault.zh} className="late-word">
          ✕ {say(fault)}
        </p>
      ))}
      <p>{say(w.tasksDone(tree.data.done, tree.data.tasks))}</p>
      {tree.data.groups.map((group) => (
        <section key={group.order}>
          <h3>
            {group.name} {group.parts.length}
          </h3>
          <ul className="lines">
            {group.parts.map((part) => (
              <li key={part.id}>
                <div className="line-head">
                  <PageLink to={`/scheme-parts/${part.id}`}>{part.name}</PageLink>
                  <span className="quiet">
                    {part.isDefault && say(w.platformDefault)} {say(w.tasksDone(part.done, part.tasks))}{' '}
                    {part.late > 0 && say(w.overdueCount(part.late))}
                  </span>
                </div>
                {officer && (
                  <span className="line-acts">
                    <PageLink to="/scheme-tasks/new" query={{ partId: part.id, state: 'open' }}>
                      {say(w.addTask)} ›
                    </PageLink>
                    <PageLink to="/scheme-tasks" query={{ partId: part.id }}>
                      {say(schemeTask.plural)} ›
                    </PageLink>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {officer && row['status'] === 'draft' && (
        <Button
          type="primary"
          disabled={tree.data.faults.length > 0}
          loading={publish.isPending}
          onClick={() => publish.mutate({ params: { id: row.id } })}
        >
          {say(w.publish)}
        </Button>
      )}
    </>
  );
}

/** The zone's schemes; an officer may begin one from a template. */
export function SchemesPage() {
  const say = useText();
  const go = useGo();
  const officer = useActor().roles.includes('partyWorkOfficer');
  const list = useRead(keyOf(scheme, 'all'), recordEndpoints(scheme).list, { query: { limit: 50 } });
  const load = useAct(loadSchemeTemplate, [keyOf(scheme)]);
  const known = new Set(list.data?.rows.map((row) => String(row['code'])));
  return (
    <>
      <PageHead title={say(scheme.plural)} />
      {load.error && <ProblemNotice error={load.error} />}
      <ul className="lines">
        {list.data?.rows.map((row) => (
          <li key={row.id}>
            <div className="line-head">
              <PageLink to={`/schemes/${row.id}`}>{String(row['name'])}</PageLink>
              <span className="quiet">{String(row['shape'] ?? '')}</span>
            </div>
          </li>
        ))}
      </ul>
      {officer && (
        <div className="tool-bar">
          {schemeTemplates
            .filter((one) => !known.has(one.code))
            .map((one) => (
              <Button
                key={one.code}
                loading={load.isPending}
                title={say(one.note)}
                onClick={() => load.mutate({ body: { code: one.code } }, { onSuccess: ({ id }) => go(`/schemes/${id}`) })}
              >
                {say(w.begin1(one.name))}
              </Button>
            ))}
          <PageLink to="/schemes/new">{say(w.ownScheme)} ›</PageLink>
        </div>
      )}
    </>
  );
}

/** How an organisation stands on each checklist: the secretary answers the blanks, the officer settles. */
export function ReviewPanel({ row }: RecordPanelProps) {
  const list = useRead(keyOf(scheme, 'checklists'), recordEndpoints(scheme).list, { query: { kind: 'checklist', limit: 10 } });
  return (
    <>
      {list.data?.rows
        .filter((one) => one['code'] !== '九个一')
        .map((one) => (
          <Checklist key={one.id} schemeId={one.id} organisationId={row.id} />
        ))}
    </>
  );
}

function Checklist({ schemeId, organisationId }: { readonly schemeId: string; readonly organisationId: string }) {
  const say = useText();
  const toast = useToast();
  const actor = useActor();
  const officer = actor.roles.includes('partyWorkOfficer');
  const own = actor.scope.organisations.includes(organisationId);
  const review = useRead(keyOf(schemeReview, organisationId, schemeId), siteReview, {
    params: { id: organisationId },
    query: { schemeId },
  });
  const act = useAct(reviewParts, [keyOf(schemeReview)]);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  if (!review.data) return null;
  const settle = (parts: { partId: string; verdict?: 'done' | 'returned'; clause?: string; evidence?: string }[]) =>
    act.mutate(
      { params: { id: organisationId }, body: { parts } },
      {
        onSuccess: () => {
          setTexts({});
          toast(say(w.saved));
        },
      },
    );
  const pending = review.data.parts.filter((part) => part.state !== 'done');
  return (
    <section aria-label={review.data.scheme}>
      <h3>
        {review.data.scheme} {review.data.complete ? '✓' : `${review.data.parts.length - pending.length}/${review.data.parts.length}`}
      </h3>
      {act.error && <ProblemNotice error={act.error} />}
      <ul className="lines">
        {review.data.parts.map((part) => (
          <li key={part.partId}>
            <div className="line-head">
              <strong>{part.name}</strong>
              <span className="quiet">{say(reviewStates[part.state])}</span>
            </div>
            {part.evidence && <span>{part.evidence}</span>}
            {part.clause && <span className="late-word">{part.clause}</span>}
            {(officer || own) && part.state !== 'done' && (
              <span className="line-acts">
                <Input
                  aria-label={`${part.name} ${say(officer ? w.clause : w.evidence)}`}
                  placeholder={say(officer ? w.clause : w.evidence)}
                  value={texts[part.partId] ?? ''}
                  onChange={(event) => setTexts({ ...texts, [part.partId]: event.target.value })}
                  style={{ maxWidth: 320 }}
                />
                {own && !officer && (
                  <Button
                    size="small"
                    disabled={!texts[part.partId]}
                    onClick={() => settle([{ partId: part.partId, evidence: texts[part.partId] ?? '' }])}
                  >
                    {say(w.submit)}
                  </Button>
                )}
                {officer && (
                  <>
                    <Button size="small" onClick={() => settle([{ partId: part.partId, verdict: 'done' }])}>
                      {say(w.pass)}
                    </Button>
                    <Button
                      size="small"
                      disabled={!texts[part.partId]}
                      onClick={() => settle([{ partId: part.partId, verdict: 'returned', clause: texts[part.partId] ?? '' }])}
                    >
                      {say(w.giveBack)}
                    </Button>
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {officer && pending.length > 0 && (
        <Button onClick={() => settle(pending.map((part) => ({ partId: part.partId, verdict: 'done' as const })))} loading={act.isPending}>
          {say(w.passAll(pending.length))}
        </Button>
      )}
    </section>
  );
}
