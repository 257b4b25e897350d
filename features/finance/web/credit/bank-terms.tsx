import type { CasePanelProps } from '#kernel/web/feature.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { formatRate } from '#kernel/rules/money.ts';
import { formatMoney } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { words as w } from './credit-messages.ts';
import './credit.css';

/** What the bank promised and what it did, side by side: the firm's own view of the bank. */
export function BankTerms({ row }: { readonly row: RecordRow }) {
  const say = useText();
  const { language } = useSpeech();
  const [promisedRate, rate] = [numberOf(row['promisedRateBp']), numberOf(row['rateBp'])];
  const [answer, all] = [numberOf(row['answerDays']), numberOf(row['bankDays'])];
  const decision = answer === null || all === null ? null : all - answer;
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
        <Days label={say(w.answerRow)} promised={numberOf(row['promisedDays'])} taken={answer} />
        {row['namedDays'] !== null && <Days label={say(w.decisionRow)} promised={numberOf(row['namedDays'])} taken={decision} />}
      </tbody>
    </table>
  );
}

/** One step of the bank: within how many days it said, and how many it took. */
function Days({ label, promised, taken }: { readonly label: string; readonly promised: number | null; readonly taken: number | null }) {
  const say = useText();
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{promised === null ? '—' : say(w.days(promised))}</td>
      <td>
        {say(taken === null ? w.notYet : taken === 0 ? w.underOneDay : w.days(taken))}{' '}
        {taken !== null && promised !== null && taken > promised && <em className="verdict-no">{say(w.slower)}</em>}
      </td>
    </tr>
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
