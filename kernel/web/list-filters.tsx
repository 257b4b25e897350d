import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Field } from '#kernel/contract/field.ts';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Text } from '#kernel/contract/text.ts';
import { moneyText, parseMoney } from './format.ts';
import { caseMessages as c } from './messages-case.ts';
import { recordMessages as r } from './messages-record.ts';
import { messages as m } from './messages.ts';
import { ReferenceInput } from './reference-input.tsx';
import { useText } from './text.tsx';
import { changed, type ListState } from './url-state.ts';

const DateRangeInput = lazy(async () => ({ default: (await import('./date-input.tsx')).DateRangeInput }));

type Props = {
  readonly declaration: RecordDeclaration;
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
};

/** One control per declared filter; each choice shows its result at once. */
export function ListFilters({ declaration, state, onChange }: Props) {
  const say = useText();
  const set = (change: Readonly<Record<string, string | undefined>>) => onChange(changed(state, change));
  return (
    <div className="filters">
      {'states' in declaration && <CaseFilters declaration={declaration as CaseDeclaration} state={state} set={set} />}
      {declaration.list.filters.map((name) => {
        const field = declaration.fields[name];
        return field ? (
          <Filter key={name} label={field.label}>
            <FieldFilter name={name} field={field} state={state} set={set} />
          </Filter>
        ) : null;
      })}
      <Filter label={r.endedState}>
        <Select
          aria-label={say(r.endedState)}
          value={state['ended'] ?? 'live'}
          onChange={(ended) => set({ ended: ended === 'live' ? undefined : ended })}
          options={[
            { value: 'live', label: say(r.endedLive) },
            { value: 'ended', label: say(r.endedEnded) },
            { value: 'all', label: say(r.endedAll) },
          ]}
        />
      </Filter>
    </div>
  );
}

type Setter = (change: Readonly<Record<string, string | undefined>>) => void;

function CaseFilters({
  declaration,
  state,
  set,
}: {
  readonly declaration: CaseDeclaration;
  readonly state: ListState;
  readonly set: Setter;
}) {
  const say = useText();
  const states = Object.entries(declaration.states).map(([value, { label }]) => ({ value, label: say(label) }));
  const lamps = (['red', 'yellow', 'green'] as const).map((value) => ({ value, label: say(c.lamps[value]) }));
  return (
    <>
      <Filter label={r.status}>
        <Many label={say(r.status)} options={states} value={state['status']} onChange={(status) => set({ status })} />
      </Filter>
      <Filter label={r.lamp}>
        <Many label={say(r.lamp)} options={lamps} value={state['lamp']} onChange={(lamp) => set({ lamp })} />
      </Filter>
    </>
  );
}

function FieldFilter({
  name,
  field,
  state,
  set,
}: {
  readonly name: string;
  readonly field: Field;
  readonly state: ListState;
  readonly set: Setter;
}) {
  const say = useText();
  const label = say(field.label);
  const value = state[name];
  switch (field.kind) {
    case 'choice':
    case 'choices': {
      const options = Object.entries(field.options).map(([key, text]) => ({ value: key, label: say(text) }));
      return <Many label={label} options={options} value={value} onChange={(next) => set({ [name]: next })} />;
    }
    case 'flag':
      return (
        <Select
          aria-label={label}
          allowClear
          placeholder={say(m.all)}
          value={value ?? null}
          onChange={(next) => set({ [name]: next ?? undefined })}
          options={[
            { value: 'true', label: say(m.yes) },
            { value: 'false', label: say(m.no) },
          ]}
        />
      );
    case 'date':
    case 'moment':
      return (
        <Suspense fallback={<Input disabled />}>
          <DateRangeInput
            label={label}
            value={[state[`${name}.from`], state[`${name}.to`]]}
            onChange={([from, to]) => set({ [`${name}.from`]: from, [`${name}.to`]: to })}
          />
        </Suspense>
      );
    case 'reference':
    case 'references':
      return (
        <ReferenceInput
          label={label}
          field={{ kind: 'references', record: field.record, label: field.label }}
          titles={undefined}
          value={value?.split(',')}
          onChange={(ids) => set({ [name]: Array.isArray(ids) ? ids.join(',') : undefined })}
        />
      );
    case 'integer':
    case 'decimal':
    case 'money':
      return <NumberRange label={label} money={field.kind === 'money'} value={value} onChange={(next) => set({ [name]: next })} />;
    case 'text':
    case 'longText':
    case 'secret':
      return (
        <Input
          aria-label={label}
          allowClear
          defaultValue={value ?? ''}
          onPressEnter={(event) => set({ [name]: event.currentTarget.value })}
          onBlur={(event) => event.target.value !== (value ?? '') && set({ [name]: event.target.value })}
        />
      );
  }
}

function NumberRange(props: {
  readonly label: string;
  readonly money: boolean;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  const say = useText();
  const [least = '', most = ''] = (props.value ?? '').split('..');
  const show = (bound: string) => (props.money && bound ? moneyText(bound, 'wan') : bound);
  const read = (typed: string) => (props.money ? (parseMoney(typed, 'wan') ?? '') : typed.trim());
  const set = (from: string, to: string) => props.onChange(from || to ? `${from}..${to}` : undefined);
  return (
    <span className="number-range">
      <Input
        aria-label={`${props.label} ${say(m.least)}`}
        placeholder={say(m.least)}
        inputMode="decimal"
        defaultValue={show(least)}
        {...(props.money && { suffix: say(m.wanYuan) })}
        onBlur={(event) => set(read(event.target.value), most)}
      />
      <span aria-hidden="true">–</span>
      <Input
        aria-label={`${props.label} ${say(m.most)}`}
        placeholder={say(m.most)}
        inputMode="decimal"
        defaultValue={show(most)}
        {...(props.money && { suffix: say(m.wanYuan) })}
        onBlur={(event) => set(least, read(event.target.value))}
      />
    </span>
  );
}

function Many(props: {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  const say = useText();
  return (
    <Select
      aria-label={props.label}
      mode="multiple"
      allowClear
      maxTagCount="responsive"
      placeholder={say(m.all)}
      showSearch={{ optionFilterProp: 'label' }}
      value={props.value ? props.value.split(',') : []}
      options={[...props.options]}
      onChange={(values: string[]) => props.onChange(values.length > 0 ? values.join(',') : undefined)}
    />
  );
}

function Filter({ label, children }: { readonly label: Text; readonly children: ReactNode }) {
  const say = useText();
  return (
    <div className="filter">
      <span className="filter-label">{say(label)}</span>
      {children}
    </div>
  );
}
