import { view, type FeatureWeb, type PanelWeb, type RecordPanelProps } from '#kernel/web/feature.ts';
import { chainAction } from '../action-case.ts';
import { chainReaders } from '../contract.ts';
import { chainLeader } from '../leader-case.ts';
import { chain, chainChief, chainMembership, chainNode, cluster, clusterMember, nodeSupply, supplyEdge } from '../records.ts';
import { words as w } from './messages.ts';

/** What the industry feature puts beside a firm. */
export const firmChainPanels: readonly PanelWeb<RecordPanelProps>[] = [
  {
    key: 'chain',
    title: w.onChain,
    place: 'main',
    roles: [
      'partyWorkOfficer',
      'dispatcher',
      'zoneLeader',
      'specialist',
      'departmentHandler',
      'assessmentOfficer',
      'auditor',
      'enterpriseContact',
    ],
    view: view(() => import('./firm-on-chain.tsx').then((file) => file.FirmOnChain)),
  },
];

/** The industry feature on the screen: the chain map first, then what it is made of. */
export const industryWeb: FeatureWeb = {
  name: 'industry',
  pages: [
    {
      path: '/chains/map',
      title: w.map,
      roles: chainReaders,
      menu: { job: 'chains', order: 1, tabFor: ['zoneLeader', 'partyWorkOfficer'] },
      view: view(() => import('./map-page.tsx').then((file) => file.MapPage)),
    },
    {
      path: '/chains/overview',
      title: w.overview,
      roles: chainReaders,
      menu: { job: 'chains', order: 2 },
      view: view(() => import('./chain-panels.tsx').then((file) => file.ChainsPage)),
    },
    {
      path: '/ripple',
      title: w.ripple,
      roles: chainReaders,
      menu: { job: 'chains', order: 3 },
      view: view(() => import('./ripple-page.tsx').then((file) => file.RipplePage)),
    },
  ],
  records: [
    {
      declaration: chain,
      menu: { job: 'chains', order: 6 },
      panels: [
        { key: 'nodes', title: w.states, place: 'first', view: view(() => import('./chain-panels.tsx').then((file) => file.ChainNodes)) },
        { key: 'people', title: w.chief, place: 'side', view: view(() => import('./chain-panels.tsx').then((file) => file.ChainPeople)) },
      ],
    },
    {
      declaration: chainNode,
      menu: { job: 'chains', order: 7 },
      panels: [
        { key: 'state', title: w.state, place: 'side', view: view(() => import('./chain-panels.tsx').then((file) => file.NodeState)) },
      ],
    },
    { declaration: chainMembership, menu: { job: 'chains', order: 8 } },
    { declaration: supplyEdge, menu: { job: 'chains', order: 9 } },
    { declaration: nodeSupply, menu: { job: 'chains', order: 10 } },
    { declaration: cluster, menu: { job: 'chains', order: 11 } },
    { declaration: clusterMember },
    { declaration: chainChief, menu: { job: 'chains', order: 12 } },
  ],
  cases: [
    {
      declaration: chainAction,
      menu: { job: 'chains', order: 4 },
      summary: ['target', 'kind', 'chainId', 'nodeId', 'ownerDepartmentId', 'dueOn', 'progress'],
    },
    {
      declaration: chainLeader,
      menu: { job: 'chains', order: 5 },
      roles: [...chainReaders, 'enterpriseContact'],
      summary: ['firmId', 'chainId', 'revenue', 'rdShare', 'marketShare', 'announcedUntil', 'reviewDueOn'],
    },
  ],
  actions: [
    { label: w.map, path: '/chains/map', words: ['链图', '产业链'], roles: chainReaders },
    { label: w.ripple, path: '/ripple', words: ['断链', '停产', '影响'], roles: chainReaders },
  ],
};
