import { useText } from '#kernel/web/text.tsx';
import { stages, type PointsScheme } from '../../rules/points-scheme.ts';
import { words } from './points-messages.ts';
import { schemeWords as w } from './scheme-messages.ts';

/** A scheme to read: its indicators by group with their weights, then what adds, takes off and forbids. */
export function SchemeTable({ scheme }: { readonly scheme: PointsScheme }) {
  const say = useText();
  const { startupBelow, stableAbove } = scheme.stageYears;
  return (
    <>
      <p className="quiet">
        {say(w.startupBelow)} {startupBelow} · {say(w.stableAbove)} {stableAbove} · {say(w.scoreCap)} {scheme.scoreCap} ·{' '}
        {say(scheme.redistributesNotApplicable === true ? w.redistributes : w.keepsWeight)}
      </p>
      <table className="grid-table scheme-table">
        <thead>
          <tr>
            <th scope="col">{say(w.code)}</th>
            <th scope="col">{say(w.name)}</th>
            <th scope="col" className="number">
              {say(w.ref)}
            </th>
            {stages.map((stage) => (
              <th key={stage} scope="col" className="number">
                {say(words.stages[stage])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scheme.indicators.map((one) => (
            <tr key={one.code}>
              <td>{one.code}</td>
              <td>
                {one.name}
                {one.direction === 'NEGATIVE' && <span className="quiet"> {say(w.directions.NEGATIVE)}</span>}
              </td>
              <td className="number">
                {one.fullScoreRef}
                {one.unit}
              </td>
              {stages.map((stage) => (
                <td key={stage} className="number">
                  {one.weight[stage]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="scheme-extras">
        {(['bonuses', 'penalties', 'vetoes'] as const).map((kind) => (
          <div key={kind}>
            <dt>{say(w.extras[kind])}</dt>
            <dd>
              {scheme[kind].length === 0 && <span className="quiet">{say(w.none)}</span>}
              {scheme[kind].map((one) => (
                <span key={one.code}>
                  {one.code} {one.name}
                  {'most' in one && ` (${say(w.pointsEach)} ${one.pointsEach}, ${say(w.most)} ${one.most})`}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
