import { formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { figureQuotes } from '../contract.ts';
import { words as w } from './messages.ts';

/** Who quotes a figure, and under which definitions it has been counted. */
export function FigureQuotes({ id }: { readonly id: string }) {
  const say = useText();
  const { language } = useSpeech();
  const read = useRead(['figures', 'quotes', id], figureQuotes, { params: { id } });
  const moment = (iso: string) => formatMomentShort(instantOf(iso), Date.now(), language);
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return null;
  return (
    <>
      <section className="card" aria-label={say(w.whoQuotes)}>
        <h2>{say(w.whoQuotes)}</h2>
        {read.data.quotes.length === 0 && <p className="quiet">{say(w.nobodyQuotes)}</p>}
        <ul className="lines">
          {read.data.quotes.map((quote) => (
            <li key={quote.path}>
              <PageLink to={quote.path}>{say(quote.title)}</PageLink>
              <span className="quiet small">
                {say(w.quotedBy[quote.kind])} {quote.at && moment(quote.at)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-label={say(w.editions)}>
        <h2>{say(w.editions)}</h2>
        <ul className="lines">
          {read.data.editions.map((one) => (
            <li key={one.hash}>
              <span>{one.edition}</span>
              <span className="quiet small">
                {say(w.firstSeen)} {moment(one.firstSeenAt)} · <span className="code">{one.hash.slice(0, 12)}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
