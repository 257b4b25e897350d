import { useText } from '#kernel/web/text.tsx';
import type { TermColour } from '../rules/terms.ts';
import { words as w } from './messages.ts';

const signs = { green: '●', yellow: '▲', orange: '◆', red: '■' } as const;

/** The colour of a term with its sign and word, so that colour never stands alone (§1.2). */
export function TermMark(props: {
  readonly colour: TermColour | null;
  readonly endsOn: string | null;
  readonly delayedTo?: string | null;
}) {
  const { colour, endsOn, delayedTo } = props;
  const say = useText();
  if (colour === null || colour === 'green') return null;
  return (
    <span className={`term-mark term-${colour}`}>
      {signs[colour]} {say(delayedTo && colour === 'yellow' ? w.delayed : w.colours[colour])} {delayedTo ?? endsOn}
    </span>
  );
}
