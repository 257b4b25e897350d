import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { openTo } from '#kernel/web/feature.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { findDeclaration, useActor, useHouse } from '#kernel/web/house.tsx';
import { useGo, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { messages as m } from '#kernel/web/messages.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { fillingOpen, formSave, formView, formWriters } from '../../form-contract.ts';
import { BlankDrawer } from './blank-drawer.tsx';
import { FormFillings } from './form-fillings.tsx';
import { FormGrids } from './form-grid.tsx';
import { formWords as f } from './form-messages.ts';
import { useDictionary } from '../use-figures.ts';
import './form.css';

type Form = AnswerOf<typeof formView>;
type Mapping = NonNullable<Form['cells'][number]['mapping']>;

/** A form as it looks, each blank coloured by what it is filled from; a click decides it. */
export function FormPage() {
  const id = usePathParameter('id');
  const read = useRead(['forms', id], formView, { params: { id } });
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  return <Register key={id} form={read.data} />;
}

function Register({ form }: { readonly form: Form }) {
  const say = useText();
  const go = useGo();
  const toast = useToast();
  const { roles } = useActor();
  const writes = openTo({ roles: formWriters }, roles);
  // what is on the page was read at this version; another's later save is met as a conflict, never written over
  const [version, setVersion] = useState(form.version);
  const [head, setHead] = useState(form.head);
  const [mapping, setMapping] = useState<Record<string, Mapping>>(() =>
    Object.fromEntries(form.cells.flatMap((cell) => (cell.mapping ? [[cell.key, cell.mapping]] : []))),
  );
  const [opened, setOpened] = useState<string>();
  const [renewal, setRenewal] = useState({ until: '', why: '' });
  const wordOf = useWords();
  const save = useAct(formSave, [['forms']]);
  const open = useAct(fillingOpen, [['forms']]);
  const sure = form.cells.filter((cell) => !mapping[cell.key] && cell.sure && cell.suggestions[0]);
  const cell = form.cells.find(({ key }) => key === opened);
  const params = { id: form.id };
  const store = (done: () => void) =>
    save.mutate(
      {
        params,
        version,
        body: { head, mapping, ...(renewal.until && { expiresOn: renewal.until }), ...(renewal.why && { renewWhy: renewal.why }) },
      },
      {
        onSuccess: (saved) => {
          setVersion(saved.version);
          done();
        },
      },
    );
  const line = (key: 'title' | 'asker' | 'document' | 'purpose', label: string) => (
    <label key={key}>
      {label}
      <Input value={head[key]} disabled={!writes} onChange={(event) => setHead({ ...head, [key]: event.target.value })} />
    </label>
  );
  return (
    <>
      <PageHead title={form.head.title} aside={say(f.share(form.selfFilled, form.blanks))}>
        {writes && sure.length > 0 && (
          <Button
            onClick={() =>
              setMapping({
                ...mapping,
                ...Object.fromEntries(sure.flatMap((one) => (one.suggestions[0] ? [[one.key, one.suggestions[0].mapping]] : []))),
              })
            }
          >
            {say(f.acceptSure(sure.length))}
          </Button>
        )}
        {writes && (
          <Button loading={save.isPending} onClick={() => store(() => toast(say(m.saved)))}>
            {say(f.save)}
          </Button>
        )}
        {writes && (
          <Button
            type="primary"
            loading={open.isPending}
            onClick={() => open.mutate({ params, body: {} }, { onSuccess: ({ id }) => go(`/form-fillings/${id}`) })}
          >
            {say(f.fillNow)}
          </Button>
        )}
      </PageHead>
      {(save.error ?? open.error) && <ProblemNotice error={(save.error ?? open.error) as Error} everyField />}
      <div className="briefing-head-fields form-head">
        {line('title', say(f.title))}
        {line('asker', say(f.asker))}
        {line('document', say(f.document))}
        {line('purpose', say(f.purpose))}
        <label>
          {say(f.dueOn)}
          <DateInput value={head.dueOn} onChange={(dueOn) => writes && setHead({ ...head, dueOn })} />
        </label>
        <label>
          {say(f.expires)} {form.expiresOn}
          {writes && (
            <span className="renewal">
              <DateInput value={renewal.until || null} onChange={(until) => setRenewal({ ...renewal, until: until ?? '' })} />
              {renewal.until && (
                <Input
                  aria-label={say(f.renewWhy)}
                  placeholder={say(f.renewWhy)}
                  value={renewal.why}
                  onChange={(event) => setRenewal({ ...renewal, why: event.target.value })}
                />
              )}
            </span>
          )}
        </label>
      </div>
      <p className="form-legend quiet small">
        {(['mapped', 'sure', 'unsure', 'answer'] as const).map((kind) => (
          <span key={kind} className={`form-key form-${kind}`}>
            {say(f.legend[kind])}
          </span>
        ))}
      </p>
      <FormGrids
        grids={form.grids}
        blanks={form.cells}
        draw={(blank) => {
          const mapped = mapping[blank.key];
          const state = mapped ? (mapped.kind === 'answer' ? 'answer' : 'mapped') : blank.sure ? 'sure' : 'unsure';
          const word = wordOf(blank, mapped) || '＋';
          return (
            <button
              type="button"
              className={`form-key form-${state}`}
              disabled={!writes}
              aria-label={`${blank.gap === null ? blank.labels.join(' ') : blank.labels[0]}：${word}（${say(f.legend[state])}）`}
              onClick={() => setOpened(blank.key)}
            >
              {blank.gap !== null && `${blank.labels[0]}：`}
              {word}
            </button>
          );
        }}
      />
      <FormFillings formId={form.id} />
      {cell && (
        <BlankDrawer
          cell={cell}
          mapping={mapping[cell.key]}
          onChange={(next) => {
            const { [cell.key]: _, ...rest } = mapping;
            setMapping(next ? { ...rest, [cell.key]: next } : rest);
            setOpened(undefined);
          }}
          onAdjust={(next) => setMapping({ ...mapping, [cell.key]: next })}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

/** What a blank is filled from, in a word or two. */
function useWords(): (blank: Form['cells'][number], mapped: Mapping | undefined) => string {
  const say = useText();
  const house = useHouse();
  const { infos } = useDictionary();
  return (blank, mapped) => {
    if (!mapped) return '';
    const found = blank.suggestions.find((one) => JSON.stringify(one.mapping) === JSON.stringify(mapped));
    if (found) return say(found.label);
    if (blank.from && JSON.stringify(blank.mapping) === JSON.stringify(mapped)) return say(blank.from);
    switch (mapped.kind) {
      case 'text':
        return mapped.text;
      case 'answer':
        return say(f.legend.answer);
      case 'leave':
        return say(f.leave);
      case 'figure': {
        const info = infos?.get(mapped.figureId);
        return info ? say(info.label) : mapped.figureId;
      }
      case 'field': {
        const declaration = findDeclaration(house, mapped.record);
        const field = declaration?.fields[mapped.field];
        return declaration && field ? `${say(declaration.label)} · ${say(field.label)}` : mapped.field;
      }
      case 'known':
        return '✓';
    }
  };
}
