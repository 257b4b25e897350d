import type { Field } from '#kernel/contract/field.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { fieldText } from '#kernel/web/field-text.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { firm } from '../records.ts';
import type { Side } from '../rules/merge.ts';
import { messages as m } from './messages.ts';

const choosable = Object.entries<Field>(firm.fields).filter(([, field]) => !field.derived);

/** The fields on which two firms differ, a choice a row; blanks are filled from the other side unless chosen. */
export function CompareTable(props: {
  readonly from: RecordRow;
  readonly into: RecordRow;
  readonly choose: Readonly<Record<string, Side>>;
  readonly onChoose: (field: string, side: Side) => void;
  readonly onSwap: () => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const { from, into } = props;
  const different = choosable
    .map(([name, field]) => {
      const textOf = (row: RecordRow) => fieldText(field, row[name], row.titles[name], language);
      return { name, label: field.label, from: textOf(from), into: textOf(into) };
    })
    .filter((texts) => texts.from !== texts.into);
  return (
    <div className="table-scroll card compare-card">
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">{say(m.keepWhich)}</th>
            <th scope="col">
              <label>
                <input type="radio" name="survivor" checked readOnly /> {say(m.survives)}
              </label>{' '}
              <PageLink to={`/firms/${into.id}`}>{String(into['name'])}</PageLink>
            </th>
            <th scope="col">
              <label>
                <input type="radio" name="survivor" checked={false} onChange={props.onSwap} /> {say(m.joins)}
              </label>{' '}
              <PageLink to={`/firms/${from.id}`}>{String(from['name'])}</PageLink>
            </th>
          </tr>
        </thead>
        <tbody>
          {different.map(({ name, label, ...texts }) => {
            const chosen = props.choose[name] ?? (texts.into === '' ? 'from' : 'into');
            return (
              <tr key={name}>
                <th scope="row">{say(label)}</th>
                {(['into', 'from'] as const).map((side) => {
                  const text = texts[side];
                  return (
                    <td key={side} className={chosen === side ? 'chosen' : 'not-chosen'}>
                      <label>
                        <input type="radio" name={name} checked={chosen === side} onChange={() => props.onChoose(name, side)} />{' '}
                        {text === '' ? <span className="quiet">{say(m.blank)}</span> : text}
                      </label>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {different.length === 0 && <p className="quiet">{say(m.sameEverywhere)}</p>}
    </div>
  );
}
