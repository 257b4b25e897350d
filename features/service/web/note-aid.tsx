import type { MoveAidProps } from '#kernel/web/feature.ts';
import { useText } from '#kernel/web/text.tsx';
import { words as w } from './messages.ts';
import './service.css';

/** The notes as they are written, sentence by sentence: a click puts one among the requests to raise, another takes it out. */
export function NoteAid({ values, fill }: MoveAidProps) {
  const say = useText();
  const sentences = String(values['notes'] ?? '')
    .split(/(?<=[。！？!?\n])/)
    .map((one) => one.trim())
    .filter((one) => one.length > 3);
  const marked = String(values['requests'] ?? '')
    .split('\n')
    .filter((line) => line !== '');
  if (sentences.length === 0) return null;
  const toggle = (sentence: string) =>
    fill({ requests: (marked.includes(sentence) ? marked.filter((line) => line !== sentence) : [...marked, sentence]).join('\n') });
  return (
    <div className="aid">
      <strong>{say(w.raise)}</strong>
      <ul className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <button type="button" aria-pressed={marked.includes(sentence)} onClick={() => toggle(sentence)}>
              {sentence}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
