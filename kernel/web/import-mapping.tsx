import Button from 'antd/es/button';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { dryRunImport, type uploadSheet } from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { guessedMapping, mappingFaults, type Mapping } from './import-columns.ts';
import { importMessages as i } from './messages-import.ts';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useAct } from './queries.ts';
import { useText } from './text.tsx';

/** What the person settled: sheet, header row, and which column carries which field. */
export type Mapped = { readonly sheet: string; readonly headerRow: number; readonly mapping: Mapping };

/** Guesses less sure than this are pointed out. */
const sure = 0.8;
const sampleRows = 3;

/** The second step: the guessed columns with their first values, for correction. */
export function ImportMapping(props: {
  readonly declaration: RecordDeclaration;
  readonly uploaded: AnswerOf<typeof uploadSheet>;
  readonly mapped?: Mapped;
  readonly onChecked: (mapped: Mapped, result: AnswerOf<typeof dryRunImport>) => void;
  readonly onBack: () => void;
}) {
  const say = useText();
  const { declaration, uploaded } = props;
  const first = uploaded.sheets[0];
  const [mapped, setMapped] = useState<Mapped>(
    () => props.mapped ?? { sheet: first?.name ?? '', headerRow: first?.headerRow ?? 1, mapping: guessedMapping(first) },
  );
  const act = useAct(dryRunImport, []);
  const sheet = uploaded.sheets.find((one) => one.name === mapped.sheet);
  const faults = mappingFaults(declaration, mapped.mapping);
  const fields = Object.entries(declaration.fields).filter(([, field]) => !field.derived);
  const options = [
    { value: '', label: say(i.leaveOut) },
    ...fields.map(([value, field]) => ({ value, label: `${say(field.label)}${field.required ? ' *' : ''}` })),
  ];
  const set = (column: number, field: string) => setMapped({ ...mapped, mapping: { ...mapped.mapping, [String(column)]: field || null } });
  const check = async () => {
    const result = await act.mutateAsync({ params: { id: uploaded.batchId }, body: { ...mapped, mapping: { ...mapped.mapping } } });
    props.onChecked(mapped, result);
  };
  const key = declaration.key ? declaration.fields[declaration.key] : undefined;
  return (
    <div className="card">
      <div className="import-sheet">
        <label>
          <span>{say(i.sheet)}</span>
          <Select
            aria-label={say(i.sheet)}
            value={mapped.sheet}
            options={uploaded.sheets.map(({ name, rows }) => ({ value: name, label: say(i.sheetRows(name, rows)) }))}
            onChange={(name) => {
              const next = uploaded.sheets.find((one) => one.name === name);
              setMapped({ sheet: name, headerRow: next?.headerRow ?? 1, mapping: guessedMapping(next) });
            }}
          />
        </label>
        <label>
          <span>{say(i.headerRow)}</span>
          <InputNumber
            aria-label={say(i.headerRow)}
            min={1}
            max={1000}
            value={mapped.headerRow}
            onChange={(row) => setMapped({ ...mapped, headerRow: row ?? 1 })}
          />
        </label>
        {key && <p className="quiet">{say(i.keyHint(key.label))}</p>}
      </div>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{say(i.column)}</th>
            <th scope="col">{say(i.samples)}</th>
            <th scope="col">{say(i.goesTo)}</th>
          </tr>
        </thead>
        <tbody>
          {sheet?.columns.map((column) => {
            const field = mapped.mapping[String(column.column)] ?? '';
            const unsure = field !== '' && field === column.field && column.confidence < sure;
            return (
              <tr key={column.column} className={field === '' ? 'left-out' : ''}>
                <th scope="row">
                  <span className="column-letter">{column.letter}</span> {column.header || '—'}
                </th>
                <td className="quiet">{column.samples.slice(0, sampleRows).join(' · ') || '—'}</td>
                <td>
                  <Select
                    aria-label={`${column.letter} ${column.header}`}
                    style={{ width: '100%' }}
                    showSearch={{ optionFilterProp: 'label' }}
                    value={field}
                    options={options}
                    {...(unsure && { status: 'warning' as const })}
                    onChange={(next) => set(column.column, next)}
                  />
                  {unsure && <span className="unsure">{say(i.unsure)}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {faults.map((fault) => (
        <p key={fault.zh} className="fault" role="alert">
          {say(fault)}
        </p>
      ))}
      {act.error && <ProblemNotice error={act.error} />}
      <div className="form-actions">
        <Button type="primary" disabled={faults.length > 0} loading={act.isPending} onClick={() => void check().catch(() => undefined)}>
          {say(act.isPending ? i.checking : i.dryRun)}
        </Button>
        <Button onClick={props.onBack}>{say(m.back)}</Button>
      </div>
    </div>
  );
}
