import Button from 'antd/es/button';
import Form from 'antd/es/form';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Field, Fields } from '#kernel/contract/field.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import type { Text } from '#kernel/contract/text.ts';
import { ApiProblem } from './api.ts';
import { FieldInput } from './field-input.tsx';
import { formValues, type Values } from './form-values.ts';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { fieldOf, ProblemNotice } from './problem-notice.tsx';
import { useText } from './text.tsx';

export type FormGroup = { readonly title?: Text; readonly fields: readonly string[] };

export type FieldsFormProps = {
  readonly fields: Fields;
  /** which fields, in which groups; all in one when absent */
  readonly groups?: readonly FormGroup[];
  readonly initial?: Values;
  readonly titles?: RecordRow['titles'];
  /** 'create' sends what was filled in, 'change' only what differs from `initial` */
  readonly mode: 'create' | 'change';
  readonly submit: string;
  readonly danger?: boolean;
  readonly narrow?: boolean;
  readonly autoFocus?: boolean;
  /** @throws ApiProblem whose fields land at their controls */
  readonly onSubmit: (values: Values) => Promise<unknown>;
  readonly onCancel?: () => void;
  readonly onReload?: () => void;
  /** above the fields; may put values into them */
  readonly above?: (values: Values, fill: (values: Values) => void) => ReactNode;
};

/** The form for declared fields: controls, required marks, the server's refusals at their controls. */
export function FieldsForm(props: FieldsFormProps) {
  const say = useText();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const values = (Form.useWatch([], form) ?? props.initial ?? {}) as Values;
  const formName = `f${useId().replaceAll(/[^a-z0-9]/gi, '')}`;
  const groups = props.groups ?? [{ fields: Object.keys(props.fields) }];
  const names = groups.flatMap((group) => group.fields).filter((name) => props.fields[name] && !props.fields[name]?.derived);
  const submit = async (filled: Values) => {
    setBusy(true);
    setError(undefined);
    try {
      await props.onSubmit(formValues(props.fields, names, filled, props.initial ?? {}, props.mode));
    } catch (refusal) {
      const own = refusal instanceof ApiProblem ? refusal.problem.fields : [];
      const placed = own.filter(({ path }) => names.includes(fieldOf(path)));
      form.setFields(
        placed.map(({ path, message, rule }) => ({
          name: fieldOf(path),
          errors: [`${say(message)}${rule ? ` (${say(m.rule(rule))})` : ''}`],
        })),
      );
      if (placed[0]) form.scrollToField(fieldOf(placed[0].path), { focus: true, block: 'center' });
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
  };
  return (
    <Form
      form={form}
      name={formName}
      layout="vertical"
      className={props.narrow ? 'fields-form narrow' : 'fields-form'}
      requiredMark={(label, { required }) => (
        <>
          {label}
          {!required && <span className="optional">{say(m.optional)}</span>}
        </>
      )}
      initialValues={{ ...props.initial }}
      onFinish={(filled) => void submit(filled)}
      onFinishFailed={({ errorFields }) => {
        if (errorFields[0]) form.scrollToField(errorFields[0].name, { focus: true, block: 'center' });
      }}
      onKeyDown={onKeyDown}
    >
      {props.above?.(values, (more) => form.setFieldsValue({ ...more }))}
      {groups.map((group) => (
        <fieldset key={group.title?.zh ?? group.fields.join()} className="form-group">
          {group.title && <legend>{say(group.title)}</legend>}
          <div className="form-grid">
            {group.fields
              .filter((name) => names.includes(name))
              .map((name) => (
                <FieldItem
                  key={name}
                  name={name}
                  field={props.fields[name]}
                  titles={props.titles?.[name]}
                  autoFocus={props.autoFocus === true && name === names[0]}
                  keep={props.mode === 'change'}
                />
              ))}
          </div>
        </fieldset>
      ))}
      {error && <ProblemNotice error={error} placed={names} {...(props.onReload && { onReload: props.onReload })} />}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" danger={props.danger ?? false} loading={busy}>
          {props.submit}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{say(m.cancel)}</Button>}
      </div>
    </Form>
  );
}

function FieldItem(props: {
  readonly name: string;
  readonly field: Field | undefined;
  readonly titles: string | readonly string[] | undefined;
  readonly autoFocus: boolean;
  /** an existing secret stays when nothing is typed */
  readonly keep: boolean;
}) {
  const say = useText();
  const { name, field } = props;
  if (!field) return null;
  const kept = field.kind === 'secret' && props.keep;
  return (
    <Form.Item
      name={name}
      label={say(field.label)}
      className={['longText', 'choices', 'references'].includes(field.kind) ? 'wide' : ''}
      required={field.required === true && !kept}
      rules={
        field.required && !kept
          ? [
              {
                required: true,
                message: say(isChosen(field) ? m.choose : m.required),
                // beside `required` alone the form library takes every value for text
                ...((field.kind === 'text' || field.kind === 'longText') && { whitespace: true }),
              },
            ]
          : []
      }
      {...(field.hint && { extra: say(field.hint) })}
    >
      <FieldInput field={field} titles={props.titles} autoFocus={props.autoFocus} {...(kept && { placeholder: say(r.secretKeep) })} />
    </Form.Item>
  );
}

function isChosen(field: Field): boolean {
  return !['text', 'longText', 'secret', 'integer', 'decimal', 'money'].includes(field.kind);
}
