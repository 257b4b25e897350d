import Button from 'antd/es/button';
import { Suspense, useState, type ReactNode } from 'react';
import type { RecordRow } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { Text } from '#kernel/contract/text.ts';
import { openTo, type RecordWeb } from './feature.ts';
import { FieldValue } from './field-value.tsx';
import { FieldsForm } from './fields-form.tsx';
import { formatDate, formatMomentShort, instantOf } from './format.ts';
import { HistoryPanel } from './history-panel.tsx';
import { mayDo, useActor } from './house.tsx';
import { Icon } from './icons.tsx';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { PageHead } from './page-head.tsx';
import { PageTabs } from './page-tabs.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useAct, useRead } from './queries.ts';
import { EndButton } from './record-end.tsx';
import { useSpeech, useText } from './text.tsx';
import { useToast } from './toast.tsx';
import { ViewersPanel } from './viewers-panel.tsx';
import { Waiting } from './waiting.tsx';

/** The page of one row of a declared record: its fields, its past, who can see it, and what features add. */
export function RecordPage({ web, id }: { readonly web: RecordWeb; readonly id: string }) {
  const say = useText();
  const actor = useActor();
  const { language } = useSpeech();
  const { declaration } = web;
  const row = useRead(keyOf(declaration, id), recordEndpoints(declaration).read, { params: { id } });
  if (row.error) return <ProblemNotice error={row.error} onRetry={() => void row.refetch()} />;
  if (!row.data) return <Waiting />;
  const shown = row.data;
  const panels = (web.panels ?? []).filter((panel) => openTo(panel, actor.roles));
  const side = panels.filter((panel) => panel.place === 'side');
  const tabsOf = (place: 'first' | 'main') =>
    panels
      .filter((panel) => panel.place === place)
      .map((panel) => ({ key: panel.key, label: panel.title, content: <panel.view row={shown} /> }));
  return (
    <div className="record-page">
      <PageHead
        title={String(shown[declaration.title] ?? '—')}
        aside={
          <>
            <span>{say(declaration.label)}</span>
            {shown.endedOn && <span className="ended-mark">{say(r.ended(formatDate(shown.endedOn, language)))}</span>}
            <span>{say(r.updatedAt(formatMomentShort(instantOf(shown.updatedAt), Date.now(), language)))}</span>
          </>
        }
      >
        {mayDo(declaration, actor, 'end', shown) && <EndButton declaration={declaration} row={shown} />}
      </PageHead>
      <div className={side.length > 0 ? 'with-side' : ''}>
        <PageTabs
          tabs={[
            ...tabsOf('first'),
            {
              key: 'details',
              label: r.details,
              content: <Details web={web} row={shown} onReload={async () => (await row.refetch()).data?.version} />,
            },
            ...tabsOf('main'),
            { key: 'history', label: r.history, content: <HistoryPanel declaration={declaration} id={id} /> },
            { key: 'viewers', label: r.viewers, content: <ViewersPanel declaration={declaration} id={id} /> },
          ]}
        />
        {side.length > 0 && (
          <aside className="side">
            {side.map((panel) => (
              <section key={panel.key} className="card" aria-label={say(panel.title)}>
                <h2>{say(panel.title)}</h2>
                <Suspense fallback={<Waiting />}>
                  <panel.view row={shown} />
                </Suspense>
              </section>
            ))}
          </aside>
        )}
      </div>
    </div>
  );
}

type Group = { readonly title: Text; readonly fields: readonly string[] };

function Details({
  web,
  row,
  onReload,
}: {
  readonly web: RecordWeb;
  readonly row: RecordRow;
  readonly onReload: () => Promise<number | undefined>;
}) {
  const { declaration } = web;
  const listed = declaration.form.flatMap((group) => group.fields);
  const rest = Object.keys(declaration.fields).filter((name) => name !== declaration.title && !listed.includes(name));
  const groups: readonly Group[] = [...declaration.form, ...(rest.length > 0 ? [{ title: r.otherFields, fields: rest }] : [])];
  return (
    <div className="groups">
      {groups.map((group) => (
        <GroupCard key={group.title.zh} web={web} row={row} group={group} onReload={onReload} />
      ))}
    </div>
  );
}

/** A group of fields, changed in place. */
function GroupCard(props: {
  readonly web: RecordWeb;
  readonly row: RecordRow;
  readonly group: Group;
  /** reads the row anew and answers its version */
  readonly onReload: () => Promise<number | undefined>;
}): ReactNode {
  const say = useText();
  const toast = useToast();
  const actor = useActor();
  // the row as it was when editing began: what somebody else changes meanwhile must not be overwritten unseen
  const [begun, setBegun] = useState<RecordRow>();
  const [version, setVersion] = useState(props.row.version);
  const { row, group } = props;
  const { declaration } = props.web;
  const act = useAct(recordEndpoints(declaration).update, [keyOf(declaration)]);
  const changeable = group.fields.filter((name) => !declaration.fields[name]?.derived);
  const secrets = changeable.filter((name) => declaration.fields[name]?.kind === 'secret');
  const initial = Object.fromEntries(changeable.map((name) => [name, secrets.includes(name) ? undefined : (begun ?? row)[name]]));
  const save = async (body: Readonly<Record<string, unknown>>) => {
    if (Object.keys(body).length > 0) {
      await act.mutateAsync({ params: { id: row.id }, body, version });
      toast(say(m.saved));
    }
    setBegun(undefined);
  };
  const begin = () => {
    setVersion(row.version);
    setBegun(row);
  };
  const reload = async () => setVersion((await props.onReload()) ?? version);
  const may = changeable.length > 0 && mayDo(declaration, actor, 'update', row);
  return (
    <section className="card" aria-label={say(group.title)}>
      <div className="card-head">
        <h2>{say(group.title)}</h2>
        {may && !begun && (
          <Button
            type="text"
            size="small"
            icon={<Icon name="pen" size={15} />}
            onClick={begin}
            aria-label={`${say(m.edit)} ${say(group.title)}`}
          >
            {say(m.edit)}
          </Button>
        )}
      </div>
      {begun ? (
        <FieldsForm
          fields={declaration.fields}
          groups={[{ fields: changeable }]}
          initial={initial}
          titles={row.titles}
          mode="change"
          submit={say(m.save)}
          autoFocus
          onSubmit={save}
          onCancel={() => setBegun(undefined)}
          onReload={() => void reload()}
        />
      ) : (
        <dl className="facts">
          {group.fields.map((name) => (
            <div key={name} className={declaration.fields[name]?.kind === 'longText' ? 'wide' : ''}>
              <dt>{say(declaration.fields[name]?.label ?? { zh: name, en: name })}</dt>
              <dd>
                <FieldValue declaration={declaration} name={name} row={row} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
