import type { CasePanelProps } from '#kernel/web/feature.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { formatMoney, formatRate } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { words as w } from './credit-messages.ts';
import './credit.css';

/** What the bank promised and what it did, side by side: the firm's own view of the bank. */
export function BankTerms({ row }: { readonly row: RecordRow }) {
  const say = useText();
  const { language } = useSpeech();
  const [promisedRate, rate] = [numberOf(row['promisedRateBp']), numberOf(row['rateBp'])];
  const [promisedDays, days] = [numberOf(row['promisedDays']), numberOf(row['bankDays'])];
  const line = typeof row['line'] === 'string' ? formatMoney(row['line'], language) : say(w.notYet);
  return (
    <table className="side-by-side">
      <thead>
        <tr>
          <th scope="col">{say(w.item)}</th>
          <th scope="col">
            {say(w.asked)} / {say(w.promised)}
          </th>
          <th scope="col">{say(w.done)}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{say(w.lineRow)}</th>
          <td>{formatMoney(String(row['amount'] ?? '0'), language)}</td>
          <td>{line}</td>
        </tr>
        <tr>
          <th scope="row">{say(w.rateRow)}</th>
          <td>{promisedRate === null ? '—' : `≤ ${formatRate(promisedRate)}`}</td>
          <td>
            {rate === null ? say(w.notYet) : formatRate(rate)}{' '}
            {rate !== null && promisedRate !== null && rate > promisedRate && <em className="verdict-no">{say(w.higher)}</em>}
          </td>
        </tr>
        <tr>
          <th scope="row">{say(w.daysRow)}</th>
          <td>{promisedDays === null ? '—' : say(w.days(promisedDays))}</td>
          <td>
            {days === null ? say(w.notYet) : say(days === 0 ? w.underOneDay : w.days(days))}{' '}
            {days !== null && promisedDays !== null && days > promisedDays && <em className="verdict-no">{say(w.slower)}</em>}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

export function BankTermsPanel({ view }: CasePanelProps) {
  const say = useText();
  const yes = view.timeline.findLast(({ move }) => move === 'sayYes');
  return (
    <>
      <BankTerms row={view.row} />
      {yes && (
        <p className="quiet">
          {say(w.firstWord)}：{yes.input.map(({ label, value }) => `${say(label)} ${say(value)}`).join(' · ')}
        </p>
      )}
    </>
  );
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
