import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import type { Fields } from '#kernel/contract/field.ts';
import { ApiProblem } from '#kernel/web/api.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { words as w } from './messages.ts';

/** A new password, with the present one before it where there is one; refusals land at their controls. */
export function PasswordForm(props: {
  readonly current?: boolean;
  readonly extra?: Fields;
  readonly initial?: Readonly<Record<string, string>>;
  readonly onSubmit: (values: Record<string, string>) => Promise<void>;
}) {
  const say = useText();
  const [form] = Form.useForm<Record<string, string>>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const submit = async (values: Record<string, string>) => {
    setBusy(true);
    setError(undefined);
    try {
      await props.onSubmit(values);
    } catch (refusal) {
      if (refusal instanceof ApiProblem) {
        form.setFields(refusal.problem.fields.map(({ path, message }) => ({ name: path, errors: [say(message)] })));
      }
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={props.initial ?? {}} onFinish={(values) => void submit(values)}>
      {Object.entries(props.extra ?? {}).map(([name, field]) => (
        <Form.Item key={name} name={name} label={say(field.label)} rules={[{ required: true }]}>
          <Input />
        </Form.Item>
      ))}
      {props.current && (
        <Form.Item name="current" label={say(w.currentPassword)} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      )}
      <Form.Item name="password" label={say(w.newPassword)} extra={say(w.passwordHint)} rules={[{ required: true }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {error && <ProblemNotice error={error} />}
      <Button type="primary" htmlType="submit" loading={busy}>
        {say(w.save)}
      </Button>
    </Form>
  );
}
