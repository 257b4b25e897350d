import Input from 'antd/es/input';
import { useState } from 'react';
import { moneyText as moneyTextOf } from '#kernel/rules/money.ts';
import { moneyText, parseMoney } from './format.ts';
import { messages as m } from './messages.ts';
import { useSpeech, useText } from './text.tsx';

/** An amount typed in 元 or 万元, exact to the 分; the value is 分 as the wire has it. */
export function MoneyInput(props: {
  readonly id?: string;
  readonly autoFocus?: boolean;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const [unit, setUnit] = useState<'yuan' | 'wan'>('wan');
  const [typed, setTyped] = useState(() => (props.value ? moneyText(props.value, 'wan') : ''));
  const wrong = typed.trim() !== '' && parseMoney(typed, unit) === undefined;
  const change = (text: string) => {
    setTyped(text);
    props.onChange(text.trim() === '' ? null : (parseMoney(text, unit) ?? null));
  };
  const switchUnit = () => {
    const next = unit === 'wan' ? 'yuan' : 'wan';
    setUnit(next);
    if (props.value) setTyped(moneyText(props.value, next));
  };
  return (
    <>
      <Input
        {...(props.id !== undefined && { id: props.id })}
        autoFocus={props.autoFocus ?? false}
        inputMode="decimal"
        value={typed}
        {...(wrong && { status: 'error' as const })}
        suffix={
          <button type="button" className="link-button" onClick={switchUnit}>
            {say(unit === 'wan' ? m.wanYuan : m.yuan)} ⇄
          </button>
        }
        onChange={(event) => change(event.target.value)}
      />
      <span className="quiet small">{wrong ? say(m.notMoney) : props.value ? `= ${moneyTextOf(BigInt(props.value))[language]}` : ''}</span>
    </>
  );
}
