import Button from 'antd/es/button';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { knownPointsValues } from '../../points-known-contract.ts';
import { pointsInput } from '../../points-records.ts';
import { sheetWords as w } from './sheet-messages.ts';

/** What nobody need type, since a record of the zone says it: looked at first, then entered where nothing stands. */
export function KnownCard({ year }: { readonly year: number }) {
  const say = useText();
  const act = useAct(knownPointsValues, [keyOf(pointsInput)]);
  const answer = act.data;
  const missing = answer?.values.filter(({ entered }) => entered === 'missing').length ?? 0;
  return (
    <section className="card sheet-known">
      <h2>{say(w.known)}</h2>
      <p className="quiet">{say(w.knownHint)}</p>
      <Button loading={act.isPending} onClick={() => act.mutate({ body: { year, write: 'no' } })}>
        {say(w.look)} · {year}
      </Button>
      {act.error && <ProblemNotice error={act.error} everyField />}
      {answer && answer.written === 0 && answer.values.length === 0 && <p role="status">{say(w.knownNone)}</p>}
      {answer && answer.written > 0 && (
        <p role="status">
          <strong>{say(w.filled(answer.written))}</strong>
        </p>
      )}
      {answer && answer.values.length > 0 && (
        <ul className="lines">
          {answer.values.map((one) => (
            <li key={`${one.firmId} ${one.code}`}>
              {one.firm} · {one.name} · {one.value}
              {one.unit}
              {answer.written === 0 && (
                <span className={one.entered === 'other' ? 'late-word' : 'quiet'}> · {say(w.entered[one.entered])}</span>
              )}
              <br />
              <small>
                {one.source} · {one.evidence}
              </small>
            </li>
          ))}
        </ul>
      )}
      {answer && answer.written === 0 && missing > 0 && (
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ body: { year, write: 'missing' } })}>
          {say(w.fill(missing))}
        </Button>
      )}
    </section>
  );
}
