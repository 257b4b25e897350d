import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { useState } from 'react';
import type { Field } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { call } from './api.ts';
import { fieldText } from './field-text.ts';
import { findDeclaration, findPick, may, useHouse } from './house.tsx';
import { messages as m } from './messages.ts';
import { keyOf } from './queries.ts';
import { useSpeech, useText } from './text.tsx';
import { useTitles } from './titles.ts';

type Option = { readonly value: string; readonly label: string; readonly aside?: string };

/** Picks records by a part of their name, by pinyin or by initials; the server finds them. */
export function ReferenceInput(props: {
  readonly field: Extract<Field, { kind: 'reference' | 'references' }>;
  readonly titles: string | readonly string[] | undefined;
  readonly id?: string;
  readonly label?: string;
  readonly autoFocus?: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const house = useHouse();
  const declaration = findDeclaration(house, props.field.record);
  const pick = declaration && !may(declaration, house.me.actor, 'read') ? findPick(house, props.field.record) : undefined;
  const [q, setQ] = useState('');
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const many = props.field.kind === 'references';
  const ids = listOf(props.value);
  const found = useQuery({
    queryKey: declaration ? keyOf(declaration, 'pick', q) : ['pick'],
    queryFn: async ({ signal }) => {
      if (pick) return (await pick.find(q, signal)).map(({ id, title, aside }) => optionOf(id, title, aside && say(aside)));
      return (await findRows(declaration, q, signal)).map((row) => optionOfRow(declaration, row, language));
    },
    enabled: declaration !== undefined,
    placeholderData: (previous) => previous,
  });
  const unnamed = ids.filter((id, index) => !picked.has(id) && listOf(props.titles)[index] === undefined);
  const named = useTitles(declaration, unnamed);
  const titleOf = (id: string, index: number) => picked.get(id) ?? listOf(props.titles)[index] ?? named?.get(id) ?? '…';
  const options = found.data ?? [];
  const shown = ids.map((id, index) => ({ value: id, label: titleOf(id, index) }));
  const take = (next: readonly { value: string; label?: unknown }[]) => {
    setPicked(new Map([...picked, ...next.map(({ value, label }) => [value, String(label)] as const)]));
    props.onChange(many ? next.map(({ value }) => value) : (next[0]?.value ?? null));
    setQ('');
  };
  return (
    <Select<Option | Option[] | null, Option>
      {...(props.id !== undefined && { id: props.id })}
      {...(props.label !== undefined && { 'aria-label': props.label })}
      autoFocus={props.autoFocus ?? false}
      style={{ width: '100%' }}
      labelInValue
      {...(many && { mode: 'multiple' as const })}
      allowClear={!props.field.required}
      placeholder={say(m.typeToFind)}
      showSearch={{ filterOption: false, onSearch: setQ }}
      notFoundContent={say(found.isFetching ? m.loading : m.nothingFound)}
      options={options}
      optionRender={({ data }) => (
        <span className="pick">
          <span>{data.label}</span>
          {data.aside && <span className="quiet">{data.aside}</span>}
        </span>
      )}
      value={many ? shown : (shown[0] ?? null)}
      onChange={(next) => take(next === null || next === undefined ? [] : Array.isArray(next) ? next : [next])}
    />
  );
}

async function findRows(declaration: RecordDeclaration | undefined, q: string, signal: AbortSignal): Promise<readonly RecordRow[]> {
  if (!declaration) return [];
  const page = await call(recordEndpoints(declaration).list, { query: { q, limit: 20 }, signal });
  return page.rows;
}

/** Beside its title a row shows its next column, to tell namesakes apart. */
function optionOfRow(declaration: RecordDeclaration | undefined, row: RecordRow, language: 'zh' | 'en'): Option {
  if (!declaration) return optionOf(row.id, '—');
  const second = declaration.list.columns.find((name) => name !== declaration.title);
  const field = second ? declaration.fields[second] : undefined;
  const aside = second && field ? fieldText(field, row[second], row.titles[second], language) : '';
  return optionOf(row.id, String(row[declaration.title] ?? '—'), aside);
}

function optionOf(id: string, title: string, aside?: string): Option {
  return { value: id, label: title, ...(aside && { aside }) };
}

function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}
