import Input from 'antd/es/input';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import Tree from 'antd/es/tree';
import { useMemo, useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { PageLink, useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { place } from '#features/registry/records.ts';
import { chain } from '#features/industry/records.ts';
import { kindOptions } from '../choices.ts';
import { organisationTree } from '../contract.ts';
import { partyOrganisation } from '../records.ts';
import { organisationKindNames } from '../rules/kinds.ts';
import { TermMark } from './term-mark.tsx';
import { words as w } from './messages.ts';
import './organisation.css';

const termColours = ['red', 'orange', 'yellow', 'green'] as const;

type One = AnswerOf<typeof organisationTree>['organisations'][number];
type Branch = { key: string; title: React.ReactNode; children?: Branch[]; selectable: boolean };

/** The Party organisations of a day: by whom they stand under, and on which chains they are laid. */
export function TreePage() {
  const say = useText();
  const go = useGo();
  const { query } = usePage();
  const [find, setFind] = useState('');
  const [kind, setKind] = useState('');
  const [term, setTerm] = useState('');
  const [park, setPark] = useState('');
  const asOf = query['asOf'];
  const tree = useRead(
    keyOf(partyOrganisation, 'tree', asOf ?? ''),
    organisationTree,
    { query: asOf ? { asOf } : {} },
    { keepPrevious: true },
  );
  const chains = useRead(keyOf(chain, 'names'), recordEndpoints(chain).list, { query: { limit: 50 } });
  const parks = useRead(keyOf(place, 'parks'), recordEndpoints(place).list, { query: { kind: 'park', limit: 100 } });
  const onChains = query['view'] === 'chains';
  const branches = useMemo(() => {
    const fits = (one: One) =>
      (find === '' || one.name.includes(find) || (one.secretary ?? '').includes(find)) &&
      (kind === '' || one.kind === kind) &&
      (term === '' || (one.termColour ?? 'none') === term) &&
      (park === '' || one.parkId === park);
    const all = tree.data?.organisations ?? [];
    return onChains ? byChain(all.filter(fits), chains.data?.rows ?? [], say(w.notOnChain), say) : byParent(all, fits, say);
  }, [tree.data, chains.data, onChains, find, kind, term, park, say]);
  const set = (change: Record<string, string>) =>
    go('/organisations/tree', Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value !== '')), {
      replace: true,
    });
  const narrowed = [find, kind, term, park].some((one) => one !== '');
  const totals = tree.data?.totals;
  return (
    <>
      <PageHead title={say(w.tree)} aside={totals && `${say(w.total(totals.organisations))} · ${say(w.members(totals.members))}`} />
      <p className="quiet">{say(w.twoThings)}</p>
      <div className="tool-bar">
        <Segmented
          value={onChains ? 'chains' : 'tree'}
          onChange={(view) => set({ view: view === 'chains' ? 'chains' : '' })}
          options={[
            { value: 'tree', label: say(w.legalTree) },
            { value: 'chains', label: say(w.onChains) },
          ]}
        />
        <label className="as-of">
          {say(w.asOf)}
          <DateInput value={asOf ?? null} onChange={(day) => set({ asOf: day ?? '' })} />
        </label>
        <Input.Search
          allowClear
          placeholder={say(w.find)}
          aria-label={say(w.find)}
          style={{ width: 200 }}
          onSearch={setFind}
          onChange={(event) => event.target.value === '' && setFind('')}
        />
        <Select
          aria-label={say(w.allKinds)}
          value={kind}
          onChange={setKind}
          style={{ minWidth: 170 }}
          options={[
            { value: '', label: say(w.allKinds) },
            ...organisationKindNames.map((one) => ({ value: one, label: `${say(kindOptions[one])} ${totals?.byKind[one] ?? 0}` })),
          ]}
        />
        <Select
          aria-label={say(w.allTerms)}
          value={term}
          onChange={setTerm}
          style={{ minWidth: 130 }}
          options={[
            { value: '', label: say(w.allTerms) },
            ...termColours.map((one) => ({ value: one, label: say(w.colours[one]) })),
            { value: 'none', label: say(w.withoutTerm) },
          ]}
        />
        <Select
          aria-label={say(w.allParks)}
          value={park}
          onChange={setPark}
          style={{ minWidth: 150 }}
          options={[
            { value: '', label: say(w.allParks) },
            ...(parks.data?.rows ?? []).map((one) => ({ value: one.id, label: String(one['name']) })),
          ]}
        />
        <PageLink to="/organisations">{say(partyOrganisation.plural)} ›</PageLink>
      </div>
      {tree.error && <ProblemNotice error={tree.error} />}
      {!tree.data && !tree.error && <Waiting />}
      {tree.data && (
        <Tree
          key={[onChains, find, kind, term, park, asOf].join()}
          treeData={branches}
          defaultExpandAll={narrowed}
          defaultExpandedKeys={branches.slice(0, 1).map((one) => one.key)}
          blockNode
          showLine
          className="organisation-tree"
        />
      )}
    </>
  );
}

type Say = ReturnType<typeof useText>;

function titleOf(one: One, say: Say) {
  return (
    <span className="tree-line">
      <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>
      <span className="quiet">
        {say(kindOptions[one.kind])}
        {one.units > 0 && ` · ${say(w.units(one.units))}`}
        {one.members > 0 && ` · ${say(w.members(one.members))}`}
        {` · ${one.secretary ?? say(w.vacant)}`}
      </span>
      <TermMark colour={one.termColour} endsOn={one.termEndsOn} delayedTo={one.termDelayedTo} />
    </span>
  );
}

function byParent(all: readonly One[], fits: (one: One) => boolean, say: Say): Branch[] {
  const known = new Set(all.map((one) => one.id));
  const childrenOf = Map.groupBy(all, (one) => (one.parentId !== null && known.has(one.parentId) ? one.parentId : ''));
  const grow = (parent: string): Branch[] =>
    (childrenOf.get(parent) ?? []).flatMap((one) => {
      const children = grow(one.id);
      return fits(one) || children.length > 0
        ? [{ key: one.id, title: titleOf(one, say), selectable: false, ...(children.length > 0 ? { children } : {}) }]
        : [];
    });
  return grow('');
}

/** An organisation on two chains stands under both; the heading counts it once in each. */
function byChain(
  all: readonly One[],
  chains: readonly { readonly id: string; readonly [name: string]: unknown }[],
  none: string,
  say: Say,
): Branch[] {
  const group = (key: string, name: string, own: readonly One[]): Branch => ({
    key,
    selectable: false,
    title: `${name} ${own.length}`,
    children: own.map((one) => ({ key: `${key}-${one.id}`, title: titleOf(one, say), selectable: false })),
  });
  return [
    ...chains.map((one) =>
      group(
        one.id,
        String(one['name']),
        all.filter((own) => own.chainIds.includes(one.id)),
      ),
    ),
    group(
      'none',
      none,
      all.filter((own) => own.chainIds.length === 0),
    ),
  ].filter((one) => (one.children?.length ?? 0) > 0);
}
