import Button from 'antd/es/button';
import { Suspense, useState } from 'react';
import { caseEndpoints, type CaseView } from '#kernel/contract/case-endpoints.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { CaseWeb } from './feature.ts';
import { FieldsForm } from './fields-form.tsx';
import type { Values } from './form-values.ts';
import { caseMessages as c } from './messages-case.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { inboxKey, keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';
import { sortMoves } from './move-order.ts';

/**
 * The moves open to this reader as buttons, each with its own form; a move that asks for nothing is made by its
 * button. What is not possible now is listed with the rule that says so.
 */
export function CaseMoves(props: {
  readonly web: CaseWeb;
  readonly view: CaseView;
  readonly onReload: () => void;
  /** only these, e.g. those that finish an inbox item */
  readonly among?: readonly string[];
  /** the first move's form stands open */
  readonly opened?: boolean;
  readonly onDone?: () => void;
}) {
  const say = useText();
  const toast = useToast();
  const { web, view } = props;
  const { declaration } = web;
  const act = useAct(caseEndpoints(declaration).move, [keyOf(declaration), inboxKey]);
  const asked = view.moves.filter((move) => props.among === undefined || props.among.includes(move.name));
  const offered = sortMoves(
    declaration,
    asked.filter((move) => move.refusal === null).map((move) => move.name),
  );
  // a move out of its turn is no news; one that a rule forbids now is
  const refused = asked.filter((move) => move.refusal !== null && move.refusal.code !== 'MOVE_OUT_OF_TURN');
  const first = offered[0];
  const [picked, setPicked] = useState<string>();
  const stands = picked !== undefined && offered.includes(picked);
  const chosen = stands ? picked : props.opened && first && asksSomething(first) ? first : undefined;
  function asksSomething(name: string): boolean {
    return Object.keys(declaration.moves[name]?.input ?? {}).length > 0;
  }
  const make = async (move: string, body: Values) => {
    await act.mutateAsync({ params: { id: view.row.id, move }, body: { ...body }, version: view.row.version });
    toast(`${say(c.done)}：${say(declaration.moves[move]?.label ?? { zh: move, en: move })}`);
    setPicked(undefined);
    props.onDone?.();
  };
  const press = (move: string) => {
    if (asksSomething(move)) setPicked(picked === move ? undefined : move);
    else void make(move, {}).catch(() => undefined);
  };
  if (offered.length === 0 && refused.length === 0) return null;
  const move = chosen ? declaration.moves[chosen] : undefined;
  const aid = chosen ? web.aids?.[chosen] : undefined;
  const inPlace = props.among !== undefined;
  const buttons = inPlace ? offered.filter((name) => name !== chosen) : offered;
  const form = chosen && move && (
    <div className="move-form">
      {move.hint && <p className="quiet">{say(move.hint)}</p>}
      <FieldsForm
        key={chosen}
        fields={move.input}
        initial={{ ...choicesKnown(move.input, view), ...web.initial?.(chosen, view) }}
        titles={view.row.titles}
        mode="create"
        narrow={!inPlace}
        autoFocus={!inPlace}
        submit={say(move.label)}
        danger={move.weight === 'danger'}
        onSubmit={(body) => make(chosen, body)}
        onReload={props.onReload}
        {...(!inPlace && { onCancel: () => setPicked(undefined) })}
        {...(aid && {
          above: (values: Values, fill: (values: Values) => void) => <MoveAid aid={aid} view={view} values={values} fill={fill} />,
        })}
      />
    </div>
  );
  return (
    <section className={inPlace ? 'moves in-place' : 'card moves'} aria-label={say(c.moves)}>
      {inPlace && form}
      <div className="move-buttons">
        {buttons.map((name) => {
          const one = declaration.moves[name];
          const primary = name === chosen || (!chosen && one?.weight === 'primary' && name === first);
          return (
            <Button
              key={name}
              type={primary ? 'primary' : 'default'}
              ghost={name === chosen}
              danger={one?.weight === 'danger'}
              loading={act.isPending && !asksSomething(name) && act.variables?.params?.['move'] === name}
              {...(asksSomething(name) && { 'aria-expanded': name === chosen })}
              {...(one?.hint && { title: say(one.hint) })}
              onClick={() => press(name)}
            >
              {say(one?.label ?? { zh: name, en: name })}
            </Button>
          );
        })}
      </div>
      {act.error && !chosen && <ProblemNotice error={act.error} everyField onReload={props.onReload} />}
      {!inPlace && form}
      {refused.length > 0 && (
        <details className="refused">
          <summary>
            {say(c.notNow)}（{refused.length}）
          </summary>
          <ul>
            {refused.map(({ name, refusal }) => (
              <li key={name}>
                <strong>{say(declaration.moves[name]?.label ?? { zh: name, en: name })}</strong>
                <span>{refusal && say(refusal.message)}</span>
                {refusal?.rule && <span className="quiet">{refusal.rule}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Choices that the case has made already stand in the form: its level, its category. */
function choicesKnown(input: Fields, view: CaseView): Values {
  const known = Object.entries(input).filter(([name, field]) => field.kind === 'choice' && typeof view.row[name] === 'string');
  return Object.fromEntries(known.map(([name]) => [name, view.row[name]]));
}

type Aid = NonNullable<CaseWeb['aids']>[string];

function MoveAid(props: { readonly aid: Aid; readonly view: CaseView; readonly values: Values; readonly fill: (values: Values) => void }) {
  const { aid: View, ...rest } = props;
  return (
    <Suspense fallback={null}>
      <View {...rest} />
    </Suspense>
  );
}
