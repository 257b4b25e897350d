import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { FieldValue } from '#kernel/web/field-value.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { firm } from '../records.ts';
import { messages as m } from './messages.ts';

const shown = 20;

/** The firms in a park or a building; the list shows them all. */
export function PlaceFirms({ row }: RecordPanelProps) {
  const say = useText();
  const where = { [row['kind'] === 'building' ? 'buildingId' : 'parkId']: row.id };
  const firms = useRead(keyOf(firm, 'of-place', row.id), recordEndpoints(firm).list, { query: { ...where, limit: shown } });
  if (firms.error) return <ProblemNotice error={firms.error} onRetry={() => void firms.refetch()} />;
  if (!firms.data) return <Waiting />;
  if (firms.data.total === 0) return <p className="quiet">{say(m.noFirmsHere)}</p>;
  return (
    <>
      <ul className="plain-list">
        {firms.data.rows.map((one) => (
          <li key={one.id}>
            <PageLink to={`/firms/${one.id}`}>{String(one['name'])}</PageLink>{' '}
            <span className="quiet">
              <FieldValue declaration={firm} name="industrySegment" row={one} plain />
            </span>
          </li>
        ))}
      </ul>
      {firms.data.total > shown && (
        <p>
          <PageLink to="/firms" query={where}>
            {say(m.seeAll(firms.data.total))}
          </PageLink>
        </p>
      )}
    </>
  );
}
