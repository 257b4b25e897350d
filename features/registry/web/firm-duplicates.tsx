import { useId, useState } from 'react';
import { reference } from '#kernel/contract/field.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { FieldInput } from '#kernel/web/field-input.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { registryEndpoints } from '../contract.ts';
import { firm } from '../records.ts';
import { messages as m } from './messages.ts';
import { Reasons } from './reasons.tsx';

/** Beside a firm: rows that may be the same firm, and any other to compare it with. */
export function FirmDuplicates({ row }: RecordPanelProps) {
  const say = useText();
  const found = useRead(keyOf(firm, row.id, 'duplicates'), registryEndpoints.duplicatesOf, { params: { id: row.id } });
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  return (
    <div className="groups">
      {found.data.candidates.length === 0 && <p className="quiet">{say(m.noneLikeThis)}</p>}
      {found.data.candidates.map((candidate) => (
        <section key={candidate.firm.id} className="card" aria-label={String(candidate.firm['name'])}>
          <div className="card-head">
            <h2>
              <PageLink to={`/firms/${candidate.firm.id}`}>{String(candidate.firm['name'])}</PageLink>
            </h2>
            <PageLink to="/firms/merge" query={{ from: candidate.firm.id, into: row.id }}>
              {say(m.compare)}
            </PageLink>
          </div>
          <Reasons score={candidate.score} reasons={candidate.reasons} />
        </section>
      ))}
      {row.endedOn === null && <MergeWithOther id={row.id} />}
    </div>
  );
}

const other = reference({ label: m.other, record: 'firm' });

function MergeWithOther({ id }: { readonly id: string }) {
  const say = useText();
  const inputId = useId();
  const [otherId, setOtherId] = useState<string>();
  return (
    <section className="card" aria-label={say(m.mergeWithOther)}>
      <h2>{say(m.mergeWithOther)}</h2>
      <label htmlFor={inputId}>{say(m.chooseOther)}</label>
      <FieldInput
        id={inputId}
        field={other}
        value={otherId}
        onChange={(value) => setOtherId(typeof value === 'string' ? value : undefined)}
      />
      {otherId && otherId !== id && (
        <p>
          <PageLink to="/firms/merge" query={{ from: otherId, into: id }}>
            {say(m.compare)}
          </PageLink>
        </p>
      )}
    </section>
  );
}
