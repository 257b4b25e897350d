import { PageLink } from '#kernel/web/link.tsx';
import { useText } from '#kernel/web/text.tsx';
import { words as w } from './credit-messages.ts';

/** From a consent to every look that the firm's consents allowed. */
export function ConsentLooksLink() {
  const say = useText();
  return <PageLink to="/consent-looks">{say(w.looksAll)} ›</PageLink>;
}
