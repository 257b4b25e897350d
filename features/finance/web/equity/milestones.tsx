import type { Text } from '#kernel/contract/text.ts';
import type { CasePanelProps, MoveAidProps } from '#kernel/web/feature.ts';
import { useText } from '#kernel/web/text.tsx';
import { words as w } from './equity-messages.ts';
import { milestonesOf, saidIn } from './milestones-of.ts';
import './equity.css';

type Entry = Parameters<typeof saidIn>[0];

/** What was agreed for after the investment, by its numbers, and what became of it. */
export function Milestones({ view }: CasePanelProps) {
  const say = useText();
  const agreed = milestonesOf(view);
  if (agreed.length === 0) return <p className="quiet">{say(w.noMilestones)}</p>;
  return (
    <ol className="milestones">
      {agreed.map(({ number, entry, report }) => (
        <li key={number}>
          <strong>{sayOf(say, entry, 'title')}</strong> <span className="quiet">{say(w.dueBy(sayOf(say, entry, 'dueOn')))}</span>
          <p className={report ? '' : 'quiet'}>
            {report ? `${say(w.met)} ${sayOf(say, report, 'met')} · ${sayOf(say, report, 'result')}` : say(w.notReported)}
          </p>
        </li>
      ))}
    </ol>
  );
}

const sayOf = (say: (text: Text) => string, entry: Entry, field: string) => say(saidIn(entry, field) ?? { zh: '—', en: '—' });

export function MilestonesAid({ view }: MoveAidProps) {
  return <Milestones view={view} />;
}
