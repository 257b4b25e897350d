import type { CaseDeclaration } from '#kernel/contract/case.ts';
import { useText } from './text.tsx';

/** A case's status in its declared tone; the word says it, the colour helps. */
export function StatusTag(props: { readonly declaration: Pick<CaseDeclaration, 'states'>; readonly status: string }) {
  const say = useText();
  const state = props.declaration.states[props.status];
  return <span className={`status status-${state?.tone ?? 'waiting'}`}>{state ? say(state.label) : props.status}</span>;
}
