import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { useText } from '#kernel/web/text.tsx';
import type { periodView } from '../period-contract.ts';
import { words as w } from './messages.ts';

/** Inputs that are missing on a day: how many, whose they are, and where they are completed. */
export function MissingLines({ missing, asOf }: { readonly missing: AnswerOf<typeof periodView>['missing']; readonly asOf: string }) {
  const say = useText();
  const open = missing.filter((one) => one.value !== 0);
  return (
    <>
      {open.length === 0 && <p className="quiet">{say(w.nothingMissing)}</p>}
      <ul className="lines missing-lines">
        {open.map((one) => (
          <li key={one.figureId}>
            <PageLink to={`/figures/${one.figureId}/records`} query={{ asOf }}>
              {say(one.label)} <strong>{one.value ?? '—'}</strong>
            </PageLink>
            <span className="quiet">{say(one.owner)}</span>
            <PageLink to={one.path}>{say(one.mend)} ›</PageLink>
          </li>
        ))}
      </ul>
      {open.length > 0 && missing.length > open.length && (
        <p className="quiet small">{say(w.othersComplete(missing.length - open.length))}</p>
      )}
    </>
  );
}
