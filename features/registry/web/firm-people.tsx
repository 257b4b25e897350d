import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { FieldValue } from '#kernel/web/field-value.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { person } from '../records.ts';
import { messages as m } from './messages.ts';

/** A firm's people, masked as everywhere. */
export function FirmPeople({ row }: RecordPanelProps) {
  const say = useText();
  const people = useRead(keyOf(person, 'of-firm', row.id), recordEndpoints(person).list, { query: { firmId: row.id, limit: 100 } });
  if (people.error) return <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />;
  if (!people.data) return <Waiting />;
  if (people.data.rows.length === 0) return <p className="quiet">{say(m.noPeople)}</p>;
  return (
    <ul className="plain-list">
      {people.data.rows.map((one) => (
        <li key={one.id}>
          <PageLink to={`/people/${one.id}`}>{String(one['name'])}</PageLink>{' '}
          <FieldValue declaration={person} name="post" row={one} plain /> <FieldValue declaration={person} name="phone" row={one} />
        </li>
      ))}
    </ul>
  );
}
