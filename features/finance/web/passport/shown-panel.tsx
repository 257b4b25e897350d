import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { shownPointsPassport } from '../../passport-contract.ts';
import { pointsPassportShowing } from '../../passport-records.ts';
import { words as w } from './passport-messages.ts';
import { VerdictView } from './verdict-view.tsx';

/** What the firm shows of its points, with its evidence; the reader may keep the file and check it anywhere. */
export function ShownPanel({ row }: RecordPanelProps) {
  const say = useText();
  const read = useRead(keyOf(pointsPassportShowing, row.id, 'statement'), shownPointsPassport, { params: { id: row.id } });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { status, verdict, file } = read.data;
  if (status !== 'valid') return <p className="card">{say(w.notValid[status])}</p>;
  return (
    <div className="card">
      {verdict && <VerdictView verdict={verdict} isAsked />}
      {file && (
        <div className="tool-bar">
          <a
            className="button-link"
            download={`${String(row['title'])}.json`}
            href={`data:application/json;charset=utf-8,${encodeURIComponent(file)}`}
          >
            {say(w.downloadFile)}
          </a>
          <a className="button-link" href="/passport-check" target="_blank" rel="noreferrer">
            {say(w.checkPage)}
          </a>
        </div>
      )}
    </div>
  );
}
