import type { LampState } from './lamp.ts';
import { caseMessages as c } from './messages-case.ts';
import { useText } from './text.tsx';

/** A lamp that says the same by colour, by shape and by word. */
export function LampMark({ state, large = false }: { readonly state: LampState; readonly large?: boolean }) {
  const say = useText();
  const size = large ? 22 : 15;
  return (
    <span className={`lamp lamp-${state}${large ? ' lamp-large' : ''}`}>
      <svg aria-hidden="true" width={size} height={size} viewBox="0 0 16 16">
        {shapes[state]}
      </svg>
      <span>{say(c.lamps[state])}</span>
    </span>
  );
}

const tick = (
  <path
    d="m4.800 8.200 2.200 2.200 4.200-4.600"
    fill="none"
    stroke="#fff"
    strokeWidth="1.700"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
);

const shapes = {
  green: <circle cx="8" cy="8" r="5.500" fill="currentColor" />,
  yellow: (
    <>
      <path d="M8 1.500 15.200 14H.800Z" fill="currentColor" />
      <path d="M8 6v4M8 11.900v.1" stroke="#fff" strokeWidth="1.600" strokeLinecap="round" />
    </>
  ),
  red: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" fill="currentColor" />
      <path d="M8 4.300v4.400M8 11.500v.1" stroke="#fff" strokeWidth="1.800" strokeLinecap="round" />
    </>
  ),
  paused: <path d="M3.500 2.500h3v11h-3zM9.500 2.500h3v11h-3z" fill="currentColor" />,
  late: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" fill="currentColor" />
      {tick}
    </>
  ),
  stopped: (
    <>
      <circle cx="8" cy="8" r="6.500" fill="currentColor" />
      {tick}
    </>
  ),
  none: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.600" />,
} as const;
