import { EmptyState } from './empty-state.tsx';
import { PageLink } from './link.tsx';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useText } from './text.tsx';

/** For an address that leads nowhere, or not for this reader. */
export function MissingPage() {
  const say = useText();
  return (
    <EmptyState title={say(m.pageMissing)} hint={say(m.pageMissingHint)}>
      <PageLink to="/" className="button-link">
        {say(m.home)}
      </PageLink>
    </EmptyState>
  );
}

/** For a page that broke; the rest of the product goes on. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  return <ProblemNotice error={error instanceof Error ? error : new Error(String(error))} onRetry={() => location.reload()} />;
}
