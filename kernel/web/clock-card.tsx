import Drawer from 'antd/es/drawer';
import { useState } from 'react';
import type { ClockView } from '#kernel/contract/case-endpoints.ts';
import { BudgetBar } from './clock-bars.tsx';
import { ClockAccountView } from './clock-account.tsx';
import { verdictOf } from './clock-verdict.ts';
import { lampOfClock } from './lamp.ts';
import { LampMark } from './lamp-mark.tsx';
import { caseMessages as c } from './messages-case.ts';
import { messages as m } from './messages.ts';
import { useSpeech, useText } from './text.tsx';
import './styles-clock.css';

/** A clock in short: its lamp, what is left, how much is used. It opens into its account. */
export function ClockCard({ clock }: { readonly clock: ClockView }) {
  const say = useText();
  const { language } = useSpeech();
  const [open, setOpen] = useState(false);
  const { account } = clock;
  return (
    <div className="clock-card">
      <button type="button" className="clock-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span className="clock-line">
          <strong>{say(clock.label)}</strong>
          <LampMark state={lampOfClock(account)} />
        </span>
        <span className="clock-verdict">{verdictOf(account, language)}</span>
        <BudgetBar account={account} small />
        <span className="clock-line quiet small">
          <span>{say(clock.holder.title)}</span>
          <span className="clock-why">{say(c.table)} ›</span>
        </span>
      </button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        size="min(720px, 100vw)"
        title={say(clock.label)}
        closable={{ 'aria-label': say(m.close) }}
        destroyOnHidden
      >
        <ClockAccountView clock={clock} />
      </Drawer>
    </div>
  );
}
