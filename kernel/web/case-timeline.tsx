import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { formatMomentShort } from './format.ts';
import { LampMark } from './lamp-mark.tsx';
import { useSpeech, useText } from './text.tsx';
import { timelineOf, type TimelineLine } from './timeline.ts';

/** Talk, files, moves and clocks in one line, newest first. */
export function CaseTimeline({ view }: { readonly view: CaseView }) {
  const { language } = useSpeech();
  const now = Date.now();
  return (
    <ol className="timeline">
      {timelineOf(view, now).map((line) => (
        <li key={line.key} className={`timeline-${line.kind}`}>
          <time dateTime={new Date(line.at).toISOString()}>{formatMomentShort(line.at, now, language)}</time>
          <div className="timeline-body">
            <Line line={line} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Line({ line }: { readonly line: TimelineLine }) {
  const say = useText();
  if (line.kind === 'clock') {
    return (
      <>
        <LampMark state={line.lamp} /> <span className="quiet">{say(line.says)}</span>
      </>
    );
  }
  const { entry } = line;
  return (
    <>
      <div>
        <strong>{say(entry.says)}</strong> <span className="quiet">{entry.actor}</span>
      </div>
      {entry.input.length === 1 && entry.input[0] && <p className="timeline-input long-text">{say(entry.input[0].value)}</p>}
      {entry.input.length > 1 && (
        <dl className="timeline-input">
          {entry.input.map(({ label, value }) => (
            <div key={label.zh}>
              <dt>{say(label)}</dt>
              <dd className="long-text">{say(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
