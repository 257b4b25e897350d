import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Select from 'antd/es/select';
import { useText } from '#kernel/web/text.tsx';
import { stages, weightSum, type PointsIndicator, type PointsScheme } from '../../rules/points-scheme.ts';
import { words } from './points-messages.ts';
import { SchemeExtras } from './scheme-extras.tsx';
import { NumberField, TextField } from './scheme-fields.tsx';
import { schemeWords as w } from './scheme-messages.ts';

type Props = { readonly scheme: PointsScheme; readonly onChange: (scheme: PointsScheme) => void };
const groups = ['technical', 'growth', 'auxiliary'] as const;

/** Everything of a scheme that may be changed, with the sum of the weights of each stage always in sight. */
export function SchemeEditor({ scheme, onChange }: Props) {
  const say = useText();
  const { indicators, stageYears } = scheme;
  const change = (part: Partial<PointsScheme>) => onChange({ ...scheme, ...part });
  const setIndicator = (index: number, next: PointsIndicator) => change({ indicators: indicators.with(index, next) });
  const add = (group: PointsIndicator['group']) =>
    change({
      indicators: [
        ...indicators,
        { code: '', group, name: '', unit: '', direction: 'POSITIVE', fullScoreRef: 1, weight: { startup: 0, growth: 0, stable: 0 } },
      ],
    });
  return (
    <>
      <section className="card scheme-head">
        <NumberField
          label={say(w.startupBelow)}
          value={stageYears.startupBelow}
          max={50}
          whole
          onChange={(years) => change({ stageYears: { ...stageYears, startupBelow: years } })}
        />
        <NumberField
          label={say(w.stableAbove)}
          value={stageYears.stableAbove}
          max={100}
          whole
          onChange={(years) => change({ stageYears: { ...stageYears, stableAbove: years } })}
        />
        <NumberField label={say(w.scoreCap)} value={scheme.scoreCap} min={100} max={1000} onChange={(scoreCap) => change({ scoreCap })} />
        <Checkbox
          checked={scheme.redistributesNotApplicable === true}
          onChange={(event) => change({ redistributesNotApplicable: event.target.checked })}
        >
          {say(w.redistributes)}
        </Checkbox>
      </section>
      <Sums scheme={scheme} />
      {groups.map((group) => (
        <section key={group} className="card scheme-group">
          <h2>{say(words.groups[group])}</h2>
          {indicators.map((one, index) =>
            one.group === group ? (
              <IndicatorRow
                key={index}
                one={one}
                onChange={(next) => setIndicator(index, next)}
                onRemove={() => change({ indicators: indicators.toSpliced(index, 1) })}
                isLast={indicators.length === 1}
              />
            ) : null,
          )}
          <Button size="small" disabled={indicators.length >= 60} onClick={() => add(group)}>
            {say(w.addIndicator)}
          </Button>
        </section>
      ))}
      <SchemeExtras scheme={scheme} onChange={onChange} />
    </>
  );
}

function Sums({ scheme }: { readonly scheme: PointsScheme }) {
  const say = useText();
  return (
    <p className="scheme-sums" role="status" aria-label={say(w.sum)}>
      {say(w.sum)}
      {stages.map((stage) => {
        const { shown, isHundred } = weightSum(scheme, stage);
        return (
          <span key={stage} className={isHundred ? 'scheme-right' : 'late-word'}>
            {say(words.stages[stage])} <strong>{shown}</strong> {isHundred ? '✓' : '✕'}
          </span>
        );
      })}
    </p>
  );
}

function IndicatorRow(props: {
  readonly one: PointsIndicator;
  readonly onChange: (next: PointsIndicator) => void;
  readonly onRemove: () => void;
  readonly isLast: boolean;
}) {
  const say = useText();
  const { one } = props;
  const set = (part: Partial<PointsIndicator>) => props.onChange({ ...one, ...part });
  const of = (label: string) => `${one.code || say(w.addIndicator)} ${label}`;
  return (
    <div className="scheme-indicator">
      <TextField label={say(w.code)} aria={of(say(w.code))} value={one.code} max={20} onChange={(code) => set({ code })} />
      <TextField label={say(w.name)} aria={of(say(w.name))} value={one.name} max={80} onChange={(name) => set({ name })} />
      <TextField label={say(w.unit)} aria={of(say(w.unit))} value={one.unit} max={20} onChange={(unit) => set({ unit })} />
      <NumberField
        label={say(w.ref)}
        aria={of(say(w.ref))}
        value={one.fullScoreRef}
        max={1e12}
        onChange={(fullScoreRef) => set({ fullScoreRef })}
      />
      {stages.map((stage) => (
        <NumberField
          key={stage}
          label={say(w.stageWeights[stage])}
          aria={of(say(w.stageWeights[stage]))}
          value={one.weight[stage]}
          max={100}
          onChange={(weight) => set({ weight: { ...one.weight, [stage]: weight } })}
        />
      ))}
      <label className="scheme-field">
        <span>{say(w.direction)}</span>
        <Select
          aria-label={of(say(w.direction))}
          value={one.direction}
          options={(['POSITIVE', 'NEGATIVE'] as const).map((value) => ({ value, label: say(w.directions[value]) }))}
          onChange={(direction) => set({ direction })}
        />
      </label>
      <Checkbox
        checked={one.mayBeNegative === true}
        aria-label={of(say(w.mayBeNegative))}
        onChange={(event) => set({ mayBeNegative: event.target.checked })}
      >
        {say(w.mayBeNegative)}
      </Checkbox>
      <Button type="text" danger disabled={props.isLast} aria-label={say(w.remove(one.code))} onClick={props.onRemove}>
        ✕
      </Button>
    </div>
  );
}
