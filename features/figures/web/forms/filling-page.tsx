import Button from 'antd/es/button';
import Popconfirm from 'antd/es/popconfirm';
import { useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { call, download } from '#kernel/web/api.ts';
import { openTo } from '#kernel/web/feature.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { ReferenceInput } from '#kernel/web/reference-input.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { fillingExport, fillingFile, fillingOpen, fillingSave, fillingView, formView, formWriters } from '../../form-contract.ts';
import { FilledCell, type TypedAnswer } from './filled-cell.tsx';
import { FormGrids } from './form-grid.tsx';
import { formWords as f } from './form-messages.ts';
import { useDoing } from '../use-doing.ts';
import './form.css';

type Filling = AnswerOf<typeof fillingView>;
type Typed = Record<string, TypedAnswer>;

/** A form filled by itself: every number opens its records, only what nobody knows is asked. */
export function FillingPage() {
  const id = usePathParameter('id');
  const read = useRead(['forms', 'filling', id], fillingView, { params: { id } });
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  return <Desk key={id} first={read.data} />;
}

function Desk({ first }: { readonly first: Filling }) {
  const say = useText();
  const go = useGo();
  const client = useQueryClient();
  const { language } = useSpeech();
  const { roles } = useActor();
  const form = useRead(['forms', first.formId], formView, { params: { id: first.formId } });
  const [filling, setFilling] = useState(first);
  const [typed, setTyped] = useState<Typed>(() => givenIn(first.cells));
  const [subjects, setSubjects] = useState<Record<string, string>>({});
  const { doing, busy, problem } = useDoing();
  const again = useAct(fillingOpen, [['forms']]);
  const closed = filling.exportedAt !== null;
  const writes = openTo({ roles: formWriters }, roles) && !closed;
  const params = { id: filling.id };
  const left = filling.cells.filter((cell) => cell.kind !== 'leave' && !(typed[cell.key]?.value ?? cell.value));
  const byKey = new Map(filling.cells.map((cell) => [cell.key, cell]));
  const store = async (named = subjects, asOf = filling.asOf): Promise<Filling> => {
    const answers = Object.fromEntries(
      Object.entries(typed).flatMap(([key, { value, source }]) =>
        value.trim() ? [[key, { value: value.trim(), ...(source.trim() && { source: source.trim() }) }]] : [],
      ),
    );
    const picked = Object.fromEntries(filling.subjects.flatMap(({ record, id }) => (id ? [[record, id]] : [])));
    const saved = await call(fillingSave, { params, version: filling.version, body: { answers, asOf, subjects: { ...picked, ...named } } });
    setFilling(saved);
    return saved;
  };
  const preview = () =>
    doing(async () => {
      await store();
      await download(fillingFile, { params });
    });
  const take = () =>
    doing(async () => {
      const saved = await store();
      const done = await call(fillingExport, { params, version: saved.version });
      setFilling(done);
      await download(fillingFile, { params });
      await client.invalidateQueries({ queryKey: ['forms'] });
    });
  return (
    <>
      <PageHead
        title={filling.title}
        aside={
          <span role="status">
            {closed && filling.exportedAt
              ? say(f.exported(formatMoment(instantOf(filling.exportedAt), language)))
              : `${say(f.asOf)} ${formatDate(filling.asOf, language)} · ${say(f.share(filling.prefilled, filling.fields))} · ${say(left.length > 0 ? f.missing(left.length) : f.complete)}`}
          </span>
        }
      >
        <PageLink to={`/forms/${filling.formId}`} className="button-link">
          {say(f.form)} ›
        </PageLink>
        {closed ? (
          <>
            <Button type="primary" onClick={() => void doing(() => download(fillingFile, { params }))}>
              {say(f.download)}
            </Button>
            <Button
              onClick={() =>
                again.mutate({ params: { id: filling.formId }, body: {} }, { onSuccess: ({ id }) => go(`/form-fillings/${id}`) })
              }
            >
              {say(f.again)}
            </Button>
          </>
        ) : (
          writes && (
            <>
              <Button onClick={() => void doing(async () => void (await store()))}>{say(f.saveDraft)}</Button>
              <Button onClick={() => void preview()}>{say(f.preview)}</Button>
              <Popconfirm
                title={say(f.exportSure(left.length))}
                okText={say(f.export)}
                {...(left.length === 0 && { open: false })}
                onConfirm={() => void take()}
              >
                <Button type="primary" loading={busy} onClick={() => left.length === 0 && void take()}>
                  {say(f.export)}
                </Button>
              </Popconfirm>
            </>
          )
        )}
      </PageHead>
      {(problem ?? form.error) && <ProblemNotice error={(problem ?? form.error) as Error} everyField />}
      {writes && (
        <div className="tool-bar">
          <label className="ask-day">
            {say(f.asOf)}
            <DateInput value={filling.asOf} onChange={(day) => day !== null && void doing(async () => void (await store(subjects, day)))} />
          </label>
          {filling.subjects.map(({ record, label, id }) => (
            <label key={record} className="ask-cell">
              {say(f.subject)}：{say(label)}
              <ReferenceInput
                label={say(label)}
                field={{ kind: 'reference', record, label, required: false }}
                titles={undefined}
                value={subjects[record] ?? id}
                onChange={(value) => {
                  const named = { ...subjects, [record]: String(value) };
                  setSubjects(named);
                  void doing(async () => void (await store(named)));
                }}
              />
            </label>
          ))}
        </div>
      )}
      {!form.data && !form.error && <Waiting />}
      {form.data && (
        <FormGrids
          grids={form.data.grids}
          blanks={form.data.cells}
          draw={(blank) => {
            const cell = byKey.get(blank.key);
            return cell ? (
              <FilledCell
                cell={cell}
                gap={blank.gap !== null ? (blank.labels[0] ?? '') : ''}
                typed={typed[blank.key]}
                {...(writes && { onType: (value: TypedAnswer) => setTyped({ ...typed, [blank.key]: value }) })}
              />
            ) : null;
          }}
        />
      )}
    </>
  );
}

/** What was typed in this filling before. */
function givenIn(cells: Filling['cells']): Typed {
  return Object.fromEntries(cells.flatMap(({ key, given }) => (given ? [[key, { value: given.value, source: given.source ?? '' }]] : [])));
}
