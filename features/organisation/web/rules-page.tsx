import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { organisationRules } from '../contract.ts';
import { words as w } from './messages.ts';

/** Every threshold with where it comes from and how sure it is. */
export function RulesPage() {
  const say = useText();
  const rules = useRead(['organisation-rules'], organisationRules);
  return (
    <>
      <PageHead title={say(w.rulesTitle)} aside={rules.data?.edition} />
      <p className="quiet">{say(w.rulesHint)}</p>
      {rules.error && <ProblemNotice error={rules.error} />}
      <div className="wide-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              <th>{say(w.rulesTitle)}</th>
              <th>{say(w.threshold)}</th>
              <th>{say(w.rule)}</th>
              <th>{say(w.sureness)}</th>
            </tr>
          </thead>
          <tbody>
            {rules.data?.rows.map((row) => (
              <tr key={row.key}>
                <td>{say(row.label)}</td>
                <td>{row.value}</td>
                <td>{row.rule}</td>
                <td>{row.confidence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">{rules.data?.source}</p>
    </>
  );
}
