import { useEffect, useState } from 'react';
import { messages as m } from './messages.ts';
import { useText } from './text.tsx';

/** Shown while something is read; only when it takes long enough to be noticed. */
export function Waiting() {
  const say = useText();
  const [noticed, setNoticed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setNoticed(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="waiting" role="status">
      {noticed && say(m.loading)}
    </div>
  );
}
