import type { z } from 'zod';
import { roles, type Role } from '#kernel/contract/role.ts';
import { addressOf } from '#kernel/web/api.ts';
import { formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { myData } from '../contract.ts';
import { words as w } from './messages.ts';
import './identity.css';

/** of one kind on the page; the copy to take away holds all */
const shownMost = 50;

type Part = z.infer<(typeof myData)['answer']>['parts'][number];

/** What is held about whoever looks: what for, how long, and a copy to take away (PIPL 45). Each look is on record, so it is read once. */
export function MyDataPage() {
  const say = useText();
  const held = useRead(['my-data'], myData, {}, { once: true });
  return (
    <>
      <PageHead title={say(w.myData)}>
        <a className="button-link" href={addressOf(myData, {})} download="lianxin-my-data.json">
          {say(w.myDataDownload)}
        </a>
      </PageHead>
      <p>{say(w.myDataHint)}</p>
      {held.error && <ProblemNotice error={held.error} />}
      {!held.data && !held.error && <Waiting />}
      {held.data?.parts.map((part) => (
        <Held key={part.purpose.en} part={part} />
      ))}
      {held.data && held.data.mentionedBy.length > 0 && (
        <section className="held">
          <h2>{say(w.mentionedBy)}</h2>
          <ul>
            {held.data.mentionedBy.map(({ record, rows }) => (
              <li key={record.en}>
                {say(record)}：{rows}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Held({ part }: { readonly part: Part }) {
  const say = useText();
  const shown = useShown();
  return (
    <section className="held">
      <h2>{say(part.purpose)}</h2>
      <p className="quiet">
        {say(w.keptFor)}
        {say(part.kept)}
      </p>
      {part.rows.length === 0 ? (
        <p className="quiet">{say(w.nothingHeld)}</p>
      ) : (
        <table className="admin-table held-table">
          <thead>
            <tr>
              {part.columns.map(({ name, label }) => (
                <th key={name}>{say(label)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {part.rows.slice(0, shownMost).map((row, index) => (
              <tr key={index}>
                {part.columns.map(({ name, label }) => (
                  <td key={name} data-label={say(label)}>
                    {name === 'role' ? say(roles[row[name] as Role]) : shown(row[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {part.rows.length > shownMost && (
        <p className="quiet">
          {say(w.furtherHeld)}
          {part.rows.length - shownMost}
        </p>
      )}
    </section>
  );
}

/** A value as people read it: moments in the zone's time, yes and no in words. */
function useShown(): (value: unknown) => string {
  const say = useText();
  const { language } = useSpeech();
  return (value) => {
    if (value === null || value === undefined) return '—';
    if (typeof value === 'boolean') return say(value ? w.yes : w.no);
    const text = String(value);
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatMoment(instantOf(text), language) : text;
  };
}
