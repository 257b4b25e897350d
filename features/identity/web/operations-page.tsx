import type { z } from 'zod';
import { readOperations } from '#kernel/contract/operations-endpoints.ts';
import { formatMinutes, formatMoment, formatNumber, instantOf } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { operationsWords as w } from './operations-words.ts';
import './identity.css';
import './operations.css';

type Operations = z.infer<(typeof readOperations)['answer']>;

/** Is the installation well, and would its backups bring it back? For the system administrator. */
export function OperationsPage() {
  const say = useText();
  const seen = useRead(['operations'], readOperations);
  return (
    <>
      <PageHead title={say(w.title)} />
      {seen.error && <ProblemNotice error={seen.error} />}
      {seen.data ? (
        <>
          <Backups backup={seen.data.backup} />
          <Health now={seen.data} />
        </>
      ) : (
        !seen.error && <Waiting />
      )}
    </>
  );
}

function Backups({ backup }: { readonly backup: Operations['backup'] }) {
  const say = useText();
  const { language } = useSpeech();
  const moment = (iso: string | null) => (iso === null ? '—' : formatMoment(instantOf(iso), language));
  return (
    <section className="operations-part" aria-labelledby="operations-backups">
      <h2 id="operations-backups">{say(w.backups)}</h2>
      <p role="status" className={`operations-verdict ${verdictTone(backup)}`}>
        {say(verdictOf(backup))}
      </p>
      <dl className="operations-facts">
        <Fact label={say(w.lastProved)} value={moment(backup.lastProvedAt)} />
        <Fact label={say(w.next)} value={moment(backup.nextAt)} />
        <Fact label={say(w.every)} value={backup.everyDays === 0 ? '—' : `${backup.everyDays} ${say(w.days)}`} />
      </dl>
      {backup.runs.length === 0 ? <p className="quiet">{say(w.none)}</p> : <Runs runs={backup.runs} />}
      <p className="quiet">
        {say(w.byHand)} <code>lianxin drill</code>. {say(w.keepApart)}
      </p>
    </section>
  );
}

function Runs({ runs }: { readonly runs: Operations['backup']['runs'] }) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <div className="admin-scroll">
      <table className="admin-table operations-runs">
        <thead>
          <tr>
            {[w.began, w.what, w.result, w.size, w.rows, w.file].map((head) => (
              <th key={head.en}>{say(head)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={`${run.kind}${run.beganAt}`}>
              <td>{formatMoment(instantOf(run.beganAt), language)}</td>
              <td>{say(w[run.kind])}</td>
              <td>
                <span className={run.good === false ? 'operations-bad' : ''}>
                  {say(run.good === null ? w.unfinished : run.good ? w.good : w.failed)}
                </span>
                {run.fault !== null && <div className="quiet operations-fault">{run.fault}</div>}
              </td>
              <td data-label={say(w.size)}>{run.bytes === null ? '—' : megabytes(run.bytes)}</td>
              <td data-label={say(w.rows)}>{run.rows === null ? '—' : formatNumber(run.rows)}</td>
              <td className="operations-file">{run.file}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Health({ now }: { readonly now: Operations }) {
  const say = useText();
  const { language } = useSpeech();
  const queue = (count: number, seconds: number) =>
    count === 0 ? '0' : `${formatNumber(count)}, ${say(w.oldest)} ${formatMinutes(Math.ceil(seconds / 60), language)}`;
  const facts = [
    [w.database, now.database],
    [w.migrations, now.pendingMigrations.length === 0 ? say(w.current) : `${say(w.pending)}: ${now.pendingMigrations.join(', ')}`],
    [w.clocks, queue(now.clocks.due, now.clocks.oldestSeconds)],
    [w.unsealed, queue(now.audit.unsealed, now.audit.oldestSeconds)],
    [w.pool, `${now.pool.open} / ${now.pool.idle} / ${now.pool.waiting}`],
    [w.memory, megabytes(now.memoryBytes)],
    [w.up, formatMinutes(Math.floor(now.upSeconds / 60), language)],
    [w.node, `Node ${now.node}`],
  ] as const;
  return (
    <section className="operations-part" aria-labelledby="operations-health">
      <h2 id="operations-health">{say(w.health)}</h2>
      <dl className="operations-facts">
        {facts.map(([label, value]) => (
          <Fact key={label.en} label={say(label)} value={value} />
        ))}
      </dl>
    </section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function verdictOf({ everyDays, late, lastProvedAt }: Operations['backup']) {
  if (everyDays === 0) return w.noBackupPromised;
  if (late) return w.lateBackup;
  return lastProvedAt === null ? w.noBackupYet : w.goodBackup;
}

function verdictTone({ everyDays, late, lastProvedAt }: Operations['backup']): string {
  if (late) return 'operations-red';
  return everyDays === 0 || lastProvedAt === null ? 'operations-amber' : 'operations-green';
}

function megabytes(bytes: number): string {
  return `${formatNumber(bytes / 1_048_576, 1)} MB`;
}
