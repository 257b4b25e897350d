import { download } from '#kernel/web/api.ts';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { fillingFile, fillingList } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';

/** A form's fillings; those closed are taken away again byte for byte. */
export function FormFillings({ formId }: { readonly formId: string }) {
  const say = useText();
  const toast = useToast();
  const { language } = useSpeech();
  const read = useRead(['forms', formId, 'fillings'], fillingList, { params: { id: formId } });
  const take = (id: string) =>
    void download(fillingFile, { params: { id } }).catch((error: unknown) =>
      toast(error instanceof Error ? error.message : String(error), 'bad'),
    );
  return (
    <section className="card" aria-label={say(f.fillingsSoFar)}>
      <h2>{say(f.fillingsSoFar)}</h2>
      {read.error && <ProblemNotice error={read.error} />}
      {read.data?.fillings.length === 0 && <p className="quiet">{say(f.noFilling)}</p>}
      <ul className="lines">
        {read.data?.fillings.map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <PageLink to={`/form-fillings/${one.id}`}>
                {say(f.asOf)} {formatDate(one.asOf, language)} ›
              </PageLink>
              <span className="quiet small">
                {say(one.exportedAt ? f.closed : f.underWay)} · {one.openedBy}{' '}
                {formatMomentShort(instantOf(one.exportedAt ?? one.openedAt), Date.now(), language)}
              </span>
              {one.exportedAt && (
                <button type="button" className="link-button" onClick={() => take(one.id)}>
                  {say(f.download)}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
