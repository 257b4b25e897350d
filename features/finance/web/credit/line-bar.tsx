import type { RecordRow } from '#kernel/contract/record.ts';
import { formatDate, formatMoney } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { words as w } from './credit-messages.ts';
import './credit.css';

/** Line, drawn, balance: three amounts, never one; the bar is what is owed of the line. */
export function LineBar({ row }: { readonly row: RecordRow }) {
  const say = useText();
  const { language } = useSpeech();
  const [line, drawn, balance] = ['line', 'drawn', 'balance'].map((name) => String(row[name] ?? '0'));
  const share = Number(line) > 0 ? Math.min(100, (Number(balance) / Number(line)) * 100) : 0;
  return (
    <>
      <div className="drawn-bar" aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </div>
      <div className="three-amounts">
        <div>
          <span>{say(w.line)}</span>
          {formatMoney(line ?? '0', language)}
        </div>
        <div>
          <span>{say(w.drawn)}</span>
          {formatMoney(drawn ?? '0', language)}
        </div>
        <div>
          <span>{say(w.balance)}</span>
          {formatMoney(balance ?? '0', language)}
        </div>
      </div>
      {typeof row['nextDueOn'] === 'string' && (
        <span className={row['status'] === 'overdue' ? 'verdict-no' : 'quiet'}>
          {say(w.nextDue)} {formatDate(row['nextDueOn'], language)}
        </span>
      )}
    </>
  );
}
