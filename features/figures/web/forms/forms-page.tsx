import Button from 'antd/es/button';
import { useRef } from 'react';
import { dateOf } from '#kernel/rules/instant.ts';
import { openTo } from '#kernel/web/feature.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { formatDate } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { fillingOpen, formList, formUpload, formWriters } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';
import './form.css';

/** The register of upward forms: who asks, how much fills itself, and filling them. */
export function FormsPage() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const { roles } = useActor();
  const writes = openTo({ roles: formWriters }, roles);
  const chooser = useRef<HTMLInputElement>(null);
  const read = useRead(['forms', 'list'], formList);
  const upload = useAct(formUpload, [['forms']]);
  const open = useAct(fillingOpen, [['forms']]);
  const today = dateOf(Date.now());
  const error = read.error ?? upload.error ?? open.error;
  return (
    <>
      <PageHead title={say(f.forms)} aside={say(f.hint)}>
        <PageLink to="/forms/burden" className="button-link">
          {say(f.burden)}
        </PageLink>
        {writes && (
          <>
            <input
              ref={chooser}
              type="file"
              hidden
              accept=".xlsx,.docx"
              aria-label={say(f.upload)}
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = '';
                if (file) upload.mutate({ file }, { onSuccess: ({ id }) => go(`/forms/${id}`) });
              }}
            />
            <Button type="primary" loading={upload.isPending} onClick={() => chooser.current?.click()}>
              {say(f.upload)}
            </Button>
          </>
        )}
      </PageHead>
      {error && <ProblemNotice error={error} everyField />}
      {read.isPending && <Waiting />}
      {read.data?.forms.length === 0 && <EmptyState title={say(f.none)} {...(writes && { hint: say(f.noneHint) })} />}
      {read.data && read.data.forms.length > 0 && (
        <div className="list-body table-scroll counted">
          <table className="list-table">
            <thead>
              <tr>
                <th>{say(f.title)}</th>
                <th>{say(f.asker)}</th>
                <th>{say(f.dueOn)}</th>
                <th>{say(f.selfFilled)}</th>
                <th>{say(f.expires)}</th>
                <th>{say(f.last)}</th>
                {writes && <th aria-label={say(f.fillNow)} />}
              </tr>
            </thead>
            <tbody>
              {read.data.forms.map((form) => (
                <tr key={form.id}>
                  <td>
                    <PageLink to={`/forms/${form.id}`} className="row-link">
                      {form.head.title}
                    </PageLink>
                  </td>
                  <td data-label={say(f.asker)}>{form.head.asker || '—'}</td>
                  <td data-label={say(f.dueOn)}>{form.head.dueOn ? formatDate(form.head.dueOn, language) : '—'}</td>
                  <td data-label={say(f.selfFilled)}>
                    {form.selfFilled === form.blanks ? say(f.allKnown) : say(f.share(form.selfFilled, form.blanks))}
                  </td>
                  <td data-label={say(f.expires)} className={form.expiresOn < today ? 'late-word' : ''}>
                    {form.expiresOn < today ? say(f.expired) : formatDate(form.expiresOn, language)}
                  </td>
                  <td data-label={say(f.last)}>{form.lastExportedAt ? formatDate(form.lastExportedAt, language) : '—'}</td>
                  {writes && (
                    <td>
                      <Button
                        size="small"
                        disabled={form.expiresOn < today}
                        loading={open.isPending && open.variables.params?.['id'] === form.id}
                        onClick={() =>
                          open.mutate({ params: { id: form.id }, body: {} }, { onSuccess: ({ id }) => go(`/form-fillings/${id}`) })
                        }
                      >
                        {say(f.fillNow)}
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
