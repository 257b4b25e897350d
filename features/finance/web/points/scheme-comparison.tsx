import Button from 'antd/es/button';
import { useState } from 'react';
import { formatNumber } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import type { PointsScheme } from '../../rules/points-scheme.ts';
import { compareSchemeDraft, type SchemeDraft } from '../../scheme-contract.ts';
import { words } from './points-messages.ts';
import { schemeWords as w } from './scheme-messages.ts';
import './points.css';

const { stages } = words;

/** What the draft would do to the zone's scores; asked for by a click, and anew when the scheme has changed since. */
export function SchemeComparisonPart({
  draft,
  isKept,
}: {
  readonly draft: Pick<SchemeDraft, 'id' | 'version' | 'scheme'>;
  readonly isKept: boolean;
}) {
  const say = useText();
  const { id, version, scheme } = draft;
  const [asked, setAsked] = useState<{ readonly version: number; readonly scheme: PointsScheme }>();
  const isAsked = asked?.scheme === scheme;
  const read = useRead(['points-scheme-compare', id, asked?.version], compareSchemeDraft, { params: { id } }, { enabled: isAsked });
  const found = read.data;
  return (
    <div className="scheme-comparison">
      <Button disabled={!isKept} loading={read.isFetching} onClick={() => setAsked({ version, scheme })}>
        {say(w.compare)}
      </Button>
      {isAsked && read.error && <ProblemNotice error={read.error} everyField />}
      {isAsked && found && (
        <section role="status" aria-label={say(w.compareTitle)}>
          <p className="quiet">{say(w.compareOf(found.edition, found.year))}</p>
          <ul className="points-sums">
            {(['firms', 'higher', 'lower', 'same', 'otherStage'] as const).map((name) => (
              <li key={name}>
                <strong>{formatNumber(found[name])}</strong> {say(w.counts[name])}
              </li>
            ))}
          </ul>
          {found.before !== null && found.after !== null && <p>{say(w.means(found.before, found.after))}</p>}
          <h3>{say(found.biggest.length > 0 ? w.biggest : w.noChange)}</h3>
          <ul className="scheme-changes">
            {found.biggest.map(({ id: firmId, name, before, after }) => (
              <li key={firmId}>
                <span>
                  <PageLink to={`/firms/${firmId}/points`}>{name}</PageLink>
                  {before.stage && after.stage && before.stage !== after.stage && (
                    <small>
                      {say(stages[before.stage])} → {say(stages[after.stage])}
                    </small>
                  )}
                </span>
                <span>
                  {before.score.toFixed(2)} → {after.score.toFixed(2)}
                </span>
                <strong>{signed(after.score - before.score)}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function signed(change: number): string {
  return `${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change).toFixed(2)}`;
}
