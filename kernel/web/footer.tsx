import { FeedbackButton } from './feedback.tsx';
import { messages as m } from './messages.ts';
import { useText } from './text.tsx';

/** At the foot of every page: what may not be entered here, and where to complain. */
export function Footer() {
  const say = useText();
  return (
    <footer className="footer">
      <strong>{say(m.notClassified)}</strong>
      <FeedbackButton />
      <span className="footer-product">{say(m.productLong)}</span>
    </footer>
  );
}
