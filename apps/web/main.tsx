import { lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { me as readMe } from '#features/identity/contract.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { ApiProblem, call, onSignedOut } from '#kernel/web/api.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { createQueryClient } from '#kernel/web/queries.ts';
import { Surroundings } from '#kernel/web/surroundings.tsx';

const House = lazy(async () => ({ default: (await import('./house.tsx')).House }));
const Door = lazy(async () => ({ default: (await import('./door.tsx')).Door }));

await start();

/**
 * Who is not signed in loads the door and nothing of the house. Signing in and out loads the page anew, so
 * that nothing of one reader is left for the next.
 */
async function start(): Promise<void> {
  const root = createRoot(document.getElementById('app') ?? document.body);
  const client = createQueryClient();
  const found = await findMe();
  reloadAfterUpdate();
  // a password to change or a second factor to set stands before everything else
  if (found && !(found instanceof Error) && found.duty !== 'none') history.replaceState(null, '', '/account');
  root.render(
    <Surroundings client={client}>
      <Suspense fallback={null}>
        {found instanceof Error ? (
          <ProblemNotice error={found} onRetry={() => location.reload()} />
        ) : found ? (
          <House me={found} />
        ) : (
          <Door />
        )}
      </Suspense>
    </Surroundings>,
  );
  if (found && !(found instanceof Error)) onSignedOut(askToSignIn);
}

async function findMe(): Promise<AnswerOf<typeof readMe> | Error | undefined> {
  try {
    return await call(readMe);
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 401) return undefined;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The session has ended meanwhile: sign in and come back to the same page. */
function askToSignIn(): void {
  const next = location.pathname + location.search;
  location.assign(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);
}

/** After an update of the server a page's parts may be gone; the newest page has the newest parts. */
function reloadAfterUpdate(): void {
  addEventListener('vite:preloadError', (event) => {
    event.preventDefault();
    location.reload();
  });
}
