import Button from 'antd/es/button';
import { useState } from 'react';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { ApiProblem, download } from './api.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { EmptyState } from './empty-state.tsx';
import { formatNumber } from './format.ts';
import { findRecord, may, mayOpenCase, useHouse } from './house.tsx';
import { Icon } from './icons.tsx';
import { PageLink, useGo, usePage } from './link.tsx';
import { chosenColumns } from './list-columns.ts';
import { ListPaging } from './list-paging.tsx';
import { ListQueryBar } from './list-query-bar.tsx';
import { ListTable } from './list-table.tsx';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { PageHead } from './page-head.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useRead } from './queries.ts';
import { SavedViews } from './saved-views.tsx';
import { findSetting, storeSetting } from './settings.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';
import { countFilters, queryOf, type ListState } from './url-state.ts';
import { Waiting } from './waiting.tsx';

/** The list of a declared record or case; its address is its whole state. */
export function RecordListPage({ declaration }: { readonly declaration: RecordDeclaration }) {
  const say = useText();
  const go = useGo();
  const { path, query: state } = usePage();
  const setting = `columns.${declaration.name}` as const;
  const [stored, setStored] = useState(() => findSetting(setting));
  const columns = chosenColumns(declaration, stored);
  const query = queryOf(declaration, state);
  const page = useRead(keyOf(declaration, 'list', query), recordEndpoints(declaration).list, { query }, { keepPrevious: true });
  const change = (next: ListState) => go(path, next, { replace: true });
  const narrowed = countFilters(declaration, state) > 0 || Boolean(state['q']);
  return (
    <div className="list-page">
      <PageHead
        title={say(declaration.plural)}
        aside={page.data && <span role="status">{say(r.total(formatNumber(page.data.total)))}</span>}
      >
        <ListActions declaration={declaration} state={state} />
      </PageHead>
      <ListQueryBar declaration={declaration} state={state} onChange={change}>
        <SavedViews path={path} state={state} onOpen={change} />
        <ColumnChooser
          declaration={declaration}
          columns={columns}
          onChange={(names) => {
            storeSetting(setting, names.join(','));
            setStored(names.join(','));
          }}
        />
      </ListQueryBar>
      {page.error && <ProblemNotice error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && <Waiting />}
      {page.data && page.data.rows.length > 0 && (
        <div className={page.isPlaceholderData ? 'list-body stale' : 'list-body'}>
          <ListTable declaration={declaration} rows={page.data.rows} columns={columns} state={state} onChange={change} />
          <ListPaging state={state} next={page.data.next} total={page.data.total} onChange={(next) => go(path, next)} />
        </div>
      )}
      {page.data?.rows.length === 0 && <EmptyList declaration={declaration} narrowed={narrowed} onClear={() => change({})} />}
    </div>
  );
}

function ListActions({ declaration, state }: { readonly declaration: RecordDeclaration; readonly state: ListState }) {
  const say = useText();
  const toast = useToast();
  const go = useGo();
  const house = useHouse();
  const [exporting, setExporting] = useState(false);
  const { actor } = house.me;
  const exportList = async () => {
    setExporting(true);
    const { limit: _, after: __, ...query } = queryOf(declaration, state);
    try {
      await download(recordEndpoints(declaration).export, { query });
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'EXPORT_NEEDS_APPROVAL') go('/export-approvals/new', wishOf(error));
      toast(error instanceof Error ? error.message : say(m.wentWrong), 'bad');
    } finally {
      setExporting(false);
    }
  };
  const imports = findRecord(house, declaration.name)?.imports !== false && !('states' in declaration);
  return (
    <>
      {may(declaration, actor, 'export') && (
        <Button icon={<Icon name="export" size={16} />} loading={exporting} onClick={() => void exportList()}>
          {say(exporting ? r.exporting : r.export)}
        </Button>
      )}
      {imports && may(declaration, actor, 'import') && (
        <PageLink to={`/${declaration.path}/import`} className="button-link">
          <Icon name="import" size={16} /> {say(r.import)}
        </PageLink>
      )}
      <CreateLink declaration={declaration} />
    </>
  );
}

/** What the server names when a file needs a second person’s word, as the form that asks for it begins. */
function wishOf({ problem }: ApiProblem): Readonly<Record<string, string>> {
  const named = ['record', 'conditions', 'rows'].map((name) => [name, String(problem.details?.[name] ?? '')]);
  return Object.fromEntries(named) as Record<string, string>;
}

function CreateLink({ declaration }: { readonly declaration: RecordDeclaration }) {
  const say = useText();
  const { actor } = useHouse().me;
  const isCase = 'states' in declaration;
  const allowed = isCase ? mayOpenCase(declaration as never, actor) : may(declaration, actor, 'create');
  if (!allowed) return null;
  return (
    <PageLink to={`/${declaration.path}/new`} className="button-link button-primary">
      <Icon name="plus" size={16} /> {say(r.create(declaration.label))}
    </PageLink>
  );
}

function EmptyList(props: { readonly declaration: RecordDeclaration; readonly narrowed: boolean; readonly onClear: () => void }) {
  const say = useText();
  const { declaration } = props;
  if (props.narrowed) {
    return (
      <EmptyState title={say(r.nothingFits)}>
        <Button onClick={props.onClear}>{say(r.clearAll)}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={say(r.emptyHere(declaration.plural))} {...(declaration.empty && { hint: say(declaration.empty) })}>
      <CreateLink declaration={declaration} />
    </EmptyState>
  );
}
