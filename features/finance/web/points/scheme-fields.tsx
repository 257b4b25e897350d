import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';

type FieldProps<T> = {
  readonly label: string;
  readonly aria?: string;
  readonly value: T;
  readonly max: number;
  readonly onChange: (value: T) => void;
};

/** A labelled line of text; `aria` says whose it is where many stand below one another. */
export function TextField({ label, aria, value, max, onChange }: FieldProps<string>) {
  return (
    <label className="scheme-field">
      <span>{label}</span>
      <Input aria-label={aria ?? label} maxLength={max} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

/** A labelled number not below zero; an emptied one is 0. */
export function NumberField({
  label,
  aria,
  value,
  max,
  min = 0,
  whole,
  onChange,
}: FieldProps<number> & { readonly min?: number; readonly whole?: boolean }) {
  return (
    <label className="scheme-field">
      <span>{label}</span>
      <InputNumber
        aria-label={aria ?? label}
        min={min}
        max={max}
        {...(whole && { precision: 0 })}
        controls={false}
        value={value}
        onChange={(next) => onChange(next ?? min)}
      />
    </label>
  );
}
