import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { burdenMeter } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';
import './form.css';

type Sums = {
  readonly forms: number;
  readonly fillings: number;
  readonly fields: number;
  readonly prefilled: number;
  readonly minutes: number;
};

/** What the grass roots are asked, by asker and by form; nobody's own work is counted. */
export function BurdenPage() {
  const say = useText();
  const read = useRead(['forms', 'burden'], burdenMeter);
  return (
    <>
      <PageHead title={say(f.burden)} aside={say(f.burdenHint)}>
        <PageLink to="/forms">{say(f.forms)} ›</PageLink>
      </PageHead>
      {read.error && <ProblemNotice error={read.error} />}
      {read.isPending && <Waiting />}
      {read.data && (
        <>
          <Meter head={say(f.asker)} rows={read.data.askers.map((one) => ({ ...one, key: one.asker, name: one.asker }))} />
          <Meter
            head={say(f.title)}
            rows={read.data.forms.map((one) => ({ ...one, key: one.id, name: one.title, path: `/forms/${one.id}` }))}
          />
        </>
      )}
    </>
  );
}

function Meter({ head, rows }: { readonly head: string; readonly rows: readonly (Sums & { key: string; name: string; path?: string })[] }) {
  const say = useText();
  return (
    <div className="list-body table-scroll counted">
      <table className="list-table">
        <thead>
          <tr>
            <th>{head}</th>
            <th className="number">{say(f.formCount)}</th>
            <th className="number">{say(f.fillings)}</th>
            <th className="number">{say(f.fieldsAsked)}</th>
            <th className="number">{say(f.prefilled)}</th>
            <th className="number">{say(f.minutes)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>{row.path ? <PageLink to={row.path}>{row.name}</PageLink> : row.name}</td>
              <td className="number" data-label={say(f.formCount)}>
                {row.forms}
              </td>
              <td className="number" data-label={say(f.fillings)}>
                {row.fillings}
              </td>
              <td className="number" data-label={say(f.fieldsAsked)}>
                {row.fields}
              </td>
              <td className="number" data-label={say(f.prefilled)}>
                {row.fields === 0
                  ? '—'
                  : row.prefilled === row.fields
                    ? say(f.allKnown)
                    : `${Math.round((row.prefilled / row.fields) * 100)}%`}
              </td>
              <td className="number" data-label={say(f.minutes)}>
                {row.minutes}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
