import Button from 'antd/es/button';
import { formatDate } from '#kernel/web/format.ts';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { fillingOpen, formList } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';
import './form.css';

const most = 3;

/** Forms to fill, those due first, each a click from standing filled. */
export function FormStrip() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const read = useRead(['forms', 'list'], formList);
  const open = useAct(fillingOpen, [['forms']]);
  const forms = (read.data?.forms ?? []).toSorted((a, b) => (a.head.dueOn ?? '9').localeCompare(b.head.dueOn ?? '9'));
  if (forms.length === 0) return null;
  return (
    <nav className="form-strip" aria-label={say(f.toFill)}>
      <strong>{say(f.toFill)}</strong>
      {forms.slice(0, most).map((form) => (
        <Button
          key={form.id}
          size="small"
          aria-label={say(f.fillNamed(form.head.title))}
          loading={open.isPending && open.variables.params?.['id'] === form.id}
          onClick={() => open.mutate({ params: { id: form.id }, body: {} }, { onSuccess: ({ id }) => go(`/form-fillings/${id}`) })}
        >
          {form.head.title}
          {form.head.dueOn && ` · ${formatDate(form.head.dueOn, language)}`}
        </Button>
      ))}
      <PageLink to="/forms">
        {say(f.forms)} {forms.length} ›
      </PageLink>
    </nav>
  );
}
