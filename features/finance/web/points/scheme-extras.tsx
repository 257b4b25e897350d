import Button from 'antd/es/button';
import { useText } from '#kernel/web/text.tsx';
import type { ExtraItem, PointsScheme } from '../../rules/points-scheme.ts';
import { NumberField, TextField } from './scheme-fields.tsx';
import { schemeWords as w } from './scheme-messages.ts';

type Props = { readonly scheme: PointsScheme; readonly onChange: (scheme: PointsScheme) => void };

/** What adds to a score, takes off it, or forbids one. */
export function SchemeExtras({ scheme, onChange }: Props) {
  return (
    <>
      {(['bonuses', 'penalties'] as const).map((kind) => (
        <ExtraList key={kind} kind={kind} items={scheme[kind]} onChange={(items) => onChange({ ...scheme, [kind]: items })} />
      ))}
      <VetoList items={scheme.vetoes} onChange={(vetoes) => onChange({ ...scheme, vetoes })} />
    </>
  );
}

function ExtraList(props: {
  readonly kind: 'bonuses' | 'penalties';
  readonly items: readonly ExtraItem[];
  readonly onChange: (items: readonly ExtraItem[]) => void;
}) {
  const say = useText();
  const { items, onChange } = props;
  const title = say(w.extras[props.kind]);
  return (
    <section className="card scheme-group">
      <h2>{title}</h2>
      {items.length === 0 && <p className="quiet">{say(w.none)}</p>}
      {items.map((one, index) => {
        const set = (part: Partial<ExtraItem>) => onChange(items.with(index, { ...one, ...part }));
        const of = (label: string) => `${title} ${one.code || index + 1} ${label}`;
        return (
          <div key={index} className="scheme-extra">
            <TextField label={say(w.code)} aria={of(say(w.code))} value={one.code} max={20} onChange={(code) => set({ code })} />
            <TextField label={say(w.name)} aria={of(say(w.name))} value={one.name} max={80} onChange={(name) => set({ name })} />
            <NumberField
              label={say(w.pointsEach)}
              aria={of(say(w.pointsEach))}
              value={one.pointsEach}
              max={1000}
              onChange={(pointsEach) => set({ pointsEach })}
            />
            <NumberField label={say(w.most)} aria={of(say(w.most))} value={one.most} max={1000} onChange={(most) => set({ most })} />
            <RemoveButton name={of('')} onClick={() => onChange(items.toSpliced(index, 1))} />
          </div>
        );
      })}
      <Button
        size="small"
        disabled={items.length >= 30}
        aria-label={`${say(w.add)} ${title}`}
        onClick={() => onChange([...items, { code: '', name: '', pointsEach: 1, most: 1 }])}
      >
        {say(w.add)}
      </Button>
    </section>
  );
}

function VetoList(props: { readonly items: PointsScheme['vetoes']; readonly onChange: (items: PointsScheme['vetoes']) => void }) {
  const say = useText();
  const { items, onChange } = props;
  const title = say(w.extras.vetoes);
  return (
    <section className="card scheme-group">
      <h2>{title}</h2>
      {items.length === 0 && <p className="quiet">{say(w.none)}</p>}
      {items.map((one, index) => {
        const of = (label: string) => `${title} ${one.code || index + 1} ${label}`;
        return (
          <div key={index} className="scheme-extra">
            <TextField
              label={say(w.code)}
              aria={of(say(w.code))}
              value={one.code}
              max={20}
              onChange={(code) => onChange(items.with(index, { ...one, code }))}
            />
            <TextField
              label={say(w.name)}
              aria={of(say(w.name))}
              value={one.name}
              max={80}
              onChange={(name) => onChange(items.with(index, { ...one, name }))}
            />
            <RemoveButton name={of('')} onClick={() => onChange(items.toSpliced(index, 1))} />
          </div>
        );
      })}
      <Button
        size="small"
        disabled={items.length >= 30}
        aria-label={`${say(w.add)} ${title}`}
        onClick={() => onChange([...items, { code: '', name: '' }])}
      >
        {say(w.add)}
      </Button>
    </section>
  );
}

function RemoveButton({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  const say = useText();
  return (
    <Button type="text" danger aria-label={say(w.remove(name.trim()))} onClick={onClick}>
      ✕
    </Button>
  );
}
