import Button from 'antd/es/button';
import { ApiProblem } from './api.ts';
import { messages as m } from './messages.ts';
import { useText } from './text.tsx';

/** `address.0` and `address` both belong at the control of `address`. */
export function fieldOf(path: string): string {
  return path.split('.')[0] ?? path;
}

/** Why something was refused, under which rule, and what to do; read out when it appears. */
export function ProblemNotice(props: {
  readonly error: Error;
  readonly onRetry?: () => void;
  readonly onReload?: () => void;
  /** no form stands beside it that shows each field's fault at the field */
  readonly everyField?: boolean;
  /** the fields of the form beside it, which shows their faults itself: what lies elsewhere is said here */
  readonly placed?: readonly string[];
}) {
  const say = useText();
  const problem = props.error instanceof ApiProblem ? props.error.problem : undefined;
  const stale = problem?.code === 'STALE_VERSION';
  const { placed } = props;
  const loose = (problem?.fields ?? []).filter(
    ({ path }) => props.everyField || path === '' || path.startsWith('query') || placed?.includes(fieldOf(path)) === false,
  );
  return (
    <div className="problem" role="alert">
      <strong>{problem ? say(problem.message) : say(m.wentWrong)}</strong>
      {!problem && <p>{props.error.message}</p>}
      {loose.map((field) => (
        <p key={`${field.path}${field.message.zh}`}>{say(field.message)}</p>
      ))}
      {stale && <p>{say(m.changedBySomebody)}</p>}
      {problem?.rule && <p className="quiet">{say(m.rule(problem.rule))}</p>}
      {stale && props.onReload && (
        <Button size="small" onClick={props.onReload}>
          {say(m.reload)}
        </Button>
      )}
      {!stale && props.onRetry && (
        <Button size="small" onClick={props.onRetry}>
          {say(m.retry)}
        </Button>
      )}
    </div>
  );
}
