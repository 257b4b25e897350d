import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import { lazy, Suspense } from 'react';
import type { Field } from '#kernel/contract/field.ts';
import { messages as m } from './messages.ts';
import { MoneyInput } from './money-input.tsx';
import { ReferenceInput } from './reference-input.tsx';
import { useText } from './text.tsx';

// the date picker weighs as much as all other controls together
const DateInput = lazy(async () => ({ default: (await import('./date-input.tsx')).DateInput }));
const MomentInput = lazy(async () => ({ default: (await import('./date-input.tsx')).MomentInput }));

/** So few options stand in sight and take one click; more go into a list. */
const optionsInSight = 5;

export type FieldInputProps = {
  readonly field: Field;
  /** titles of the ids that a reference already holds */
  readonly titles?: string | readonly string[] | undefined;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  // from the form around it
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
};

/** The control for a declared field; its value is the wire's. */
export function FieldInput(props: FieldInputProps) {
  const say = useText();
  const { field, id, value, onChange = () => undefined, autoFocus = false } = props;
  const common = { ...(id !== undefined && { id }), autoFocus };
  switch (field.kind) {
    case 'text':
    case 'secret':
      return (
        <Input
          {...common}
          value={asText(value)}
          maxLength={field.kind === 'text' ? field.maxLength : 40}
          autoComplete="off"
          {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
          {...(field.kind === 'text' && field.check === 'phone' && { inputMode: 'tel' as const })}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'longText':
      return (
        <Input.TextArea
          {...common}
          value={asText(value)}
          maxLength={field.maxLength}
          autoSize={{ minRows: 3, maxRows: 12 }}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'integer':
    case 'decimal':
      if (field.kind === 'integer' && field.isRate) return <RateInput {...common} field={field} value={value} onChange={onChange} />;
      return (
        <InputNumber
          {...common}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value : null}
          controls={false}
          inputMode="decimal"
          precision={field.kind === 'decimal' ? field.digits : 0}
          {...(field.kind === 'integer' && field.min !== undefined && { min: field.min })}
          {...(field.kind === 'integer' && field.max !== undefined && { max: field.max })}
          {...(field.unit && { suffix: say(field.unit) })}
          onChange={onChange}
        />
      );
    case 'money':
      return <MoneyInput {...common} value={typeof value === 'string' ? value : null} onChange={onChange} />;
    case 'date':
      return (
        <Suspense fallback={<Input disabled {...(id !== undefined && { id })} />}>
          <DateInput {...common} value={typeof value === 'string' ? value : null} onChange={onChange} />
        </Suspense>
      );
    case 'moment':
      return (
        <Suspense fallback={<Input disabled {...(id !== undefined && { id })} />}>
          <MomentInput {...common} value={typeof value === 'string' ? value : null} onChange={onChange} />
        </Suspense>
      );
    case 'flag':
      return (
        <Radio.Group
          {...(id !== undefined && { id })}
          value={value ?? null}
          onChange={(event) => onChange(event.target.value)}
          options={[
            { label: say(m.yes), value: true },
            { label: say(m.no), value: false },
          ]}
        />
      );
    case 'choice':
    case 'choices':
      return <OptionsInput {...props} field={field} />;
    case 'reference':
    case 'references':
      return <ReferenceInput {...common} field={field} titles={props.titles} value={value} onChange={onChange} />;
  }
}

/** A rate typed as a percentage; its value is in hundredths of a percent. */
function RateInput(props: {
  readonly field: Extract<Field, { kind: 'integer' }>;
  readonly id?: string;
  readonly autoFocus: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const { field, value, onChange, ...common } = props;
  return (
    <InputNumber<number>
      {...common}
      style={{ width: '100%' }}
      value={typeof value === 'number' ? value / 100 : null}
      controls={false}
      inputMode="decimal"
      precision={2}
      {...(field.min !== undefined && { min: field.min / 100 })}
      {...(field.max !== undefined && { max: field.max / 100 })}
      suffix="%"
      onChange={(percent) => onChange(percent === null ? null : Math.round(percent * 100))}
    />
  );
}

type OptionsField = Extract<Field, { kind: 'choice' | 'choices' }>;

function OptionsInput({ field, id, value, onChange = () => undefined }: FieldInputProps & { readonly field: OptionsField }) {
  const say = useText();
  const options = Object.entries(field.options).map(([key, label]) => ({ value: key, label: say(label) }));
  const own = id !== undefined ? { id } : {};
  const few = options.length <= optionsInSight;
  if (field.kind === 'choice' && few && field.required) {
    return (
      <Radio.Group
        {...own}
        className="options"
        value={value ?? null}
        onChange={(event) => onChange(event.target.value)}
        options={options}
      />
    );
  }
  if (field.kind === 'choices' && few) {
    return <Checkbox.Group {...own} className="options" value={asList(value)} onChange={(list) => onChange(list)} options={options} />;
  }
  return (
    <Select<string | string[] | null>
      {...own}
      style={{ width: '100%' }}
      placeholder={say(m.choose)}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={!field.required}
      options={options}
      {...(field.kind === 'choices' ? { mode: 'multiple' as const, value: asList(value) } : { value: (value as string | null) ?? null })}
      onChange={(next) => onChange(next ?? null)}
    />
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
