import { useRef, type KeyboardEvent } from 'react';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { FieldValue } from './field-value.tsx';
import { formatDate, formatDue, instantOf } from './format.ts';
import { lampOfRow } from './lamp.ts';
import { LampMark } from './lamp-mark.tsx';
import { PageLink, useGo } from './link.tsx';
import { caseMessages as c } from './messages-case.ts';
import { recordMessages as r } from './messages-record.ts';
import { StatusTag } from './status-tag.tsx';
import { useSpeech, useText } from './text.tsx';
import { isSortable, nextOrder, orderOf, changed, type ListState } from './url-state.ts';

/** Rows as a table; on a narrow screen as cards, from the same markup. ↑↓ walk the rows, Enter opens one. */
export function ListTable(props: {
  readonly declaration: RecordDeclaration;
  readonly rows: readonly RecordRow[];
  readonly columns: readonly string[];
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
}) {
  const say = useText();
  const go = useGo();
  const body = useRef<HTMLTableSectionElement>(null);
  const { declaration, columns, state } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !(event.target instanceof HTMLElement)) return;
    const links = [...(body.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const next = links[links.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div className="table-scroll" tabIndex={-1}>
      <table className="list-table" aria-describedby="list-keys">
        <caption className="unseen" id="list-keys">{`${say(declaration.label)}. ${say(r.keys)}`}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <HeadCell
                key={name}
                declaration={declaration}
                name={name}
                state={state}
                onSort={() => props.onChange(changed(state, { order: nextOrder(declaration, state, name) }))}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {props.rows.map((row) => (
            <tr
              key={row.id}
              className={row.endedOn ? 'ended' : ''}
              onClick={(event) => {
                const plain = !(event.target instanceof HTMLElement && event.target.closest('a, button'));
                if (plain && !getSelection()?.toString()) go(`/${declaration.path}/${row.id}`);
              }}
            >
              {columns.map((name, index) => (
                <td
                  key={name}
                  data-label={say(labelOf(declaration, name))}
                  className={`${cellClass(declaration, name)}${isBlank(row[name]) ? ' blank' : ''}`}
                >
                  {index === 0 ? (
                    <PageLink to={`/${declaration.path}/${row.id}`} className="row-link" onKeyDown={onKeyDown} row>
                      <FieldValue declaration={declaration} name={name} row={row} plain />
                    </PageLink>
                  ) : (
                    <Cell declaration={declaration} name={name} row={row} />
                  )}
                  {index === 0 && row.endedOn && <EndedMark on={row.endedOn} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell(props: {
  readonly declaration: RecordDeclaration;
  readonly name: string;
  readonly state: ListState;
  readonly onSort: () => void;
}) {
  const say = useText();
  const label = labelOf(props.declaration, props.name);
  const order = orderOf(props.declaration, props.state);
  const mine = order.name === props.name;
  if (!isSortable(props.declaration, props.name))
    return (
      <th scope="col" className={cellClass(props.declaration, props.name)}>
        {say(label)}
      </th>
    );
  return (
    <th
      scope="col"
      className={cellClass(props.declaration, props.name)}
      aria-sort={mine ? (order.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="sort-button" title={say(r.sortBy(label))} onClick={props.onSort}>
        {say(label)}
        <span aria-hidden="true" className="sort-mark">
          {mine ? (order.descending ? '↓' : '↑') : '↕'}
        </span>
      </button>
    </th>
  );
}

/** A list's cell as text: a lamp for what is due, the state of a case, else the field's value. */
export function Cell({
  declaration,
  name,
  row,
}: {
  readonly declaration: RecordDeclaration;
  readonly name: string;
  readonly row: RecordRow;
}) {
  const { language } = useSpeech();
  if (name === 'status' && isCase(declaration)) return <StatusTag declaration={declaration} status={String(row['status'])} />;
  if (name === 'dueAt' && isCase(declaration)) {
    const [now, due] = [Date.now(), row['dueAt']];
    return (
      <span className="due">
        {typeof due === 'string' ? <LampMark state={lampOfRow(row, now)} /> : <span className="quiet">—</span>}
        {typeof due === 'string' && <span className="quiet">{formatDue(instantOf(due), language, now)}</span>}
      </span>
    );
  }
  return <FieldValue declaration={declaration} name={name} row={row} plain />;
}

function EndedMark({ on }: { readonly on: string }) {
  const say = useText();
  const { language } = useSpeech();
  return <span className="ended-mark">{say(r.ended(formatDate(on, language)))}</span>;
}

/** What a column is called. */
export function labelOf(declaration: RecordDeclaration, name: string): Text {
  if (name === 'status' && isCase(declaration)) return r.status;
  if (name === 'dueAt' && isCase(declaration)) return c.limit;
  return declaration.fields[name]?.label ?? t(name, name);
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function isCase(declaration: RecordDeclaration): declaration is CaseDeclaration {
  return 'states' in declaration;
}

/** Numbers stand to the right, long texts get room. */
export function cellClass(declaration: RecordDeclaration, name: string): string {
  const kind = declaration.fields[name]?.kind;
  if (kind === 'integer' || kind === 'decimal' || kind === 'money') return 'number';
  return kind === 'longText' ? 'long' : '';
}
