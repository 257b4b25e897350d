import { useText } from '#kernel/web/text.tsx';
import type { TermColour } from '../rules/terms.ts';
import { words as w } from './messages.ts';

const signs = { green: '●', yellow: '▲', orange: '◆', red: '■' } as const;

/** The colour of a term with its sign and word, so that colour never stands alone (§1.2). */
export function TermMark({ colour, endsOn }: { readonly colour: TermColour | null; readonly endsOn: string | null }) {
  const say = useText();
  if (colour === null || colour === 'green') return null;
  return (
    <span className={`term-mark term-${colour}`}>
      {signs[colour]} {say(w.colours[colour])} {endsOn}
    </span>
  );
}
