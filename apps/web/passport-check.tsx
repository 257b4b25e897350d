import { createRoot } from 'react-dom/client';
import { CheckPage } from '#features/finance/web/passport/check-page.tsx';
import { SpeechProvider } from '#kernel/web/text.tsx';
import '#kernel/web/styles.css';

/** The page that stands alone: what the server put into `keys` when it was fetched is all that it knows. */
createRoot(document.getElementById('app') ?? document.body).render(
  <SpeechProvider>
    <CheckPage keys={document.getElementById('keys')?.textContent ?? ''} />
  </SpeechProvider>,
);
