import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { t } from '#kernel/contract/text.ts';
import { fieldText } from './field-text.ts';
import { formatMoment, instantOf } from './format.ts';
import { findDeclaration, useHouse } from './house.tsx';
import { recordMessages as r } from './messages-record.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useRead } from './queries.ts';
import { useSpeech, useText } from './text.tsx';
import { useTitles } from './titles.ts';
import { Waiting } from './waiting.tsx';

/** Every change of a row: who, when, why, and each field before and after. */
export function HistoryPanel({ declaration, id }: { readonly declaration: RecordDeclaration; readonly id: string }) {
  const say = useText();
  const { language } = useSpeech();
  const history = useRead(keyOf(declaration, id, 'history'), recordEndpoints(declaration).history, { params: { id } });
  if (history.error) return <ProblemNotice error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Waiting />;
  if (history.data.entries.length === 0) return <p className="quiet">{say(r.historyEmpty)}</p>;
  return (
    <ol className="history">
      {history.data.entries.map((entry) => (
        <li key={entry.id} className="card">
          <div className="history-head">
            <strong>{say(r.changes[entry.action.split('.').at(-1) ?? ''] ?? t(entry.action, entry.action))}</strong>
            <span>{entry.actor}</span>
            <time dateTime={entry.at} className="quiet">
              {formatMoment(instantOf(entry.at), language)}
            </time>
          </div>
          {entry.why && <p>{say(r.because(entry.why))}</p>}
          {entry.changes.length > 0 && (
            <dl className="changes">
              {entry.changes.map((change) => (
                <div key={change.field}>
                  <dt>{say(declaration.fields[change.field]?.label ?? systemLabel(change.field))}</dt>
                  <dd>
                    <Side declaration={declaration} field={change.field} value={change.before} gone />
                    <span className="arrow" aria-label={say(r.became)}>
                      →
                    </span>
                    <Side declaration={declaration} field={change.field} value={change.after} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}

function Side(props: {
  readonly declaration: RecordDeclaration;
  readonly field: string;
  readonly value: unknown;
  readonly gone?: boolean;
}) {
  const say = useText();
  const { language } = useSpeech();
  const field = props.declaration.fields[props.field];
  const refers = field?.kind === 'reference' || field?.kind === 'references' ? field.record : undefined;
  const ids = refers && props.value ? [props.value].flat().map(String) : [];
  const house = useHouse();
  const titles = useTitles(refers ? findDeclaration(house, refers) : undefined, ids);
  const text =
    field?.kind === 'secret' && props.value
      ? say(r.sealed)
      : field
        ? fieldText(
            field,
            props.value,
            ids.map((id) => titles?.get(id) ?? '—'),
            language,
          )
        : plainText(props.value);
  if (text === '') return <span className="quiet">{say(r.empty)}</span>;
  return props.gone ? <del>{text}</del> : <ins>{text}</ins>;
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function systemLabel(field: string) {
  if (field === 'endedOn') return r.endedOn;
  return field === 'status' ? r.status : t(field, field);
}
