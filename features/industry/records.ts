import type { AccessRule } from '#kernel/contract/access.ts';
import { choice, date, flag, integer, longText, money, reference, references, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { industrySegments } from '#features/registry/choices.ts';
import { chainSegments, chiefPosts, edgeSources, edgeWords } from './choices.ts';

/** Who keeps the chains, and who works with them. */
const chainRegister: readonly AccessRule[] = [
  { roles: ['partyWorkOfficer', 'dispatcher'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('维护产业链底数', 'keeps the chains') },
  { roles: ['zoneLeader', 'specialist', 'departmentHandler', 'projectManager', 'assessmentOfficer', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('工作中需要查阅产业链', 'needs the chains for their work') },
];

const fromOn = date({ label: t('起始日', 'From'), required: true, aliases: ['开始日期', '起始日期', '进入日期'] });
const toOn = date({ label: t('截止日', 'Until'), hint: t('最后一天；空着表示至今', 'The last day; empty while it lasts'), aliases: ['结束日期', '截止日期', '退出日期'] });
const source = text({ label: t('来源', 'Source'), maxLength: 200, aliases: ['依据', '数据来源'] });
const title = text({ label: t('名称', 'Title'), maxLength: 300, derived: true });

type Span = { readonly fromOn?: string | null; readonly toOn?: string | null };
const spanCheck = ({ fromOn: from, toOn: to }: Span) => (from && to && to < from ? [{ code: 'SPAN_BACKWARDS', rule: 'D-SPAN', field: 'toOn', message: t('截止日不能早于起始日', 'The last day cannot be before the first') }] : []);

/** An industry chain (产业链) with its office (链办, CHN-06). */
export const chain = defineRecord({
  name: 'chain',
  path: 'chains',
  table: 'industry_chains',
  label: t('产业链', 'Chain'),
  plural: t('产业链', 'Chains'),
  fields: {
    name: text({ label: t('产业链', 'Chain'), maxLength: 60, required: true, aliases: ['产业链名称', '链条名称'] }),
    industrySegment: choice({ label: t('名录中的产业链', "In the firms' register"), options: industrySegments, hint: t('企业名录“产业链”一栏的对应项', 'The entry of the register that it stands for') }),
    officeDepartmentId: reference({ label: t('链办', 'Chain office'), record: 'department', aliases: ['链长办公室', '牵头部门'] }),
    description: longText({ label: t('说明', 'Description'), maxLength: 2000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'industrySegment', 'officeDepartmentId'], filters: ['industrySegment', 'officeDepartmentId'], order: 'name' },
  form: [{ title: t('产业链', 'Chain'), fields: ['name', 'industrySegment', 'officeDepartmentId', 'description'] }],
  empty: t('产业链会列在这里。第一步：建链，再建上中下游的环节，最后把企业挂到环节上。', 'Chains will be here. First the chain, then its nodes, then the firms on them.'),
  access: chainRegister,
});

/** A node (环节) of a chain; key nodes are marked (§7.1). */
export const chainNode = defineRecord({
  name: 'chainNode',
  path: 'chain-nodes',
  table: 'chain_nodes',
  label: t('环节', 'Node'),
  plural: t('产业链环节', 'Nodes'),
  fields: {
    name: text({ label: t('环节', 'Node'), maxLength: 60, required: true, aliases: ['环节名称', '产业环节'], hint: t('在全区不重名，如“检验检测（生命健康）”', 'Unique in the zone') }),
    chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', required: true, aliases: ['所属产业链'] }),
    segment: choice({ label: t('位置', 'Segment'), options: chainSegments, required: true, aliases: ['上中下游', '链条位置'] }),
    position: integer({ label: t('次序', 'Order'), min: 0, max: 999, hint: t('同一位置内从前到后', 'Within its segment, from front to back') }),
    isKeyNode: flag({ label: t('关键环节', 'Key node'), aliases: ['是否关键环节'] }),
    description: longText({ label: t('说明', 'Description'), maxLength: 2000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'chainId', 'segment', 'position', 'isKeyNode'], filters: ['chainId', 'segment', 'isKeyNode'], order: 'position' },
  form: [{ title: t('环节', 'Node'), fields: ['name', 'chainId', 'segment', 'position', 'isKeyNode', 'description'] }],
  empty: t('上游、中游、下游和配套服务的环节会列在这里。', 'The nodes of every chain will be here.'),
  access: chainRegister,
});

/** What a node buys, and how much of it here and abroad: grounds of the local supply rate (本地配套率, §7.2). */
export const nodeSupply = defineRecord({
  name: 'nodeSupply',
  path: 'node-supplies',
  table: 'node_supplies',
  life: { from: 'statedOn' },
  label: t('环节采购', 'Purchases of a node'),
  plural: t('环节采购与配套', 'Purchases of nodes'),
  fields: {
    title,
    nodeId: reference({ label: t('环节', 'Node'), record: 'chainNode', required: true, aliases: ['环节名称'] }),
    statedOn: date({ label: t('截至日期', 'As of'), required: true, aliases: ['统计日期', '数据日期'] }),
    totalPurchase: money({ label: t('采购总额', 'All purchases'), required: true, aliases: ['采购额'] }),
    localPurchase: money({ label: t('本地采购额', 'Bought locally'), required: true, aliases: ['区内采购额', '本地配套额'] }),
    importPurchase: money({ label: t('进口采购额', 'Imported'), aliases: ['进口额'] }),
    source,
  },
  title: 'title',
  search: [],
  list: { columns: ['nodeId', 'statedOn', 'totalPurchase', 'localPurchase', 'importPurchase', 'source'], filters: ['nodeId', 'statedOn'], order: '-statedOn' },
  form: [{ title: t('环节采购', 'Purchases'), fields: ['nodeId', 'statedOn', 'totalPurchase', 'localPurchase', 'importPurchase', 'source'] }],
  empty: t('各环节的采购额与本地配套额会列在这里；没有填报的环节不作推断。', 'Purchases by node; where nothing is stated, nothing is guessed.'),
  access: chainRegister,
  check: ({ totalPurchase, localPurchase, importPurchase }) => {
    const total = BigInt(totalPurchase ?? '0');
    const parts = BigInt(localPurchase ?? '0') + BigInt(importPurchase ?? '0');
    return parts > total ? [{ code: 'PARTS_OVER_TOTAL', rule: '7.2', field: 'localPurchase', message: t('本地与进口采购额之和不能超过采购总额', 'Local and imported purchases cannot exceed all purchases') }] : [];
  },
});

/** A firm on a node, for a time; one of its chains is the primary one (§7.1). */
export const chainMembership = defineRecord({
  name: 'chainMembership',
  path: 'chain-memberships',
  table: 'chain_memberships',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('在链企业', 'Firm on a node'),
  plural: t('在链企业', 'Firms on nodes'),
  fields: {
    title,
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '单位名称', '统一社会信用代码'] }),
    nodeId: reference({ label: t('环节', 'Node'), record: 'chainNode', required: true, aliases: ['环节名称', '产业环节', '所属环节'] }),
    chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', derived: true }),
    isPrimary: flag({ label: t('主链', 'Primary chain'), aliases: ['是否主链'] }),
    fromOn,
    toOn,
    source,
  },
  title: 'title',
  search: [],
  list: { columns: ['firmId', 'chainId', 'nodeId', 'isPrimary', 'fromOn', 'toOn', 'source'], filters: ['firmId', 'chainId', 'nodeId', 'isPrimary', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('在链企业', 'Firm on a node'), fields: ['firmId', 'nodeId', 'isPrimary', 'fromOn', 'toOn', 'source'] }],
  empty: t('哪家企业在哪条链的哪个环节，会列在这里；可以从 Excel 导入。', 'Which firm stands on which node; can be imported from Excel.'),
  access: [...chainRegister, { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业所在环节', "their firm's nodes") }],
  check: spanCheck,
});

/** Who supplies whom: with source, date, confidence and who said so; the firms named may confirm, correct or hide it. */
export const supplyEdge = defineRecord({
  name: 'supplyEdge',
  path: 'supply-edges',
  table: 'supply_edges',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('供需关系', 'Supply edge'),
  plural: t('供需关系', 'Supply edges'),
  fields: {
    title,
    supplierId: reference({ label: t('供方', 'Supplier'), record: 'firm', required: true, aliases: ['供应商', '供货企业'] }),
    buyerId: reference({ label: t('需方', 'Buyer'), record: 'firm', required: true, aliases: ['采购方', '客户', '采购企业'] }),
    product: text({ label: t('产品或服务', 'Product or service'), maxLength: 120, aliases: ['产品', '供应内容'] }),
    fromOn,
    toOn,
    source: choice({ label: t('来源', 'Source'), options: edgeSources, required: true, aliases: ['数据来源'] }),
    confidence: integer({ label: t('可信度', 'Confidence'), min: 0, max: 100, unit: t('%', '%'), required: true }),
    saidBy: text({ label: t('谁说的', 'Who said so'), maxLength: 80, aliases: ['提供人'] }),
    saidOn: date({ label: t('何时说的', 'Said on'), aliases: ['提供日期'] }),
    supplierWord: choice({ label: t('供方意见', "Supplier's word"), options: edgeWords, derived: true }),
    buyerWord: choice({ label: t('需方意见', "Buyer's word"), options: edgeWords, derived: true }),
    wordNote: text({ label: t('企业说明', "Firm's note"), maxLength: 300, derived: true }),
    isHidden: flag({ label: t('企业不公开', 'Hidden by a firm'), derived: true }),
  },
  title: 'title',
  search: [],
  list: {
    columns: ['supplierId', 'buyerId', 'product', 'source', 'confidence', 'supplierWord', 'buyerWord', 'fromOn', 'toOn'],
    filters: ['supplierId', 'buyerId', 'source', 'confidence', 'supplierWord', 'buyerWord', 'fromOn', 'toOn'],
    order: '-createdAt',
  },
  form: [
    { title: t('供需关系', 'Supply edge'), fields: ['supplierId', 'buyerId', 'product', 'fromOn', 'toOn'] },
    { title: t('依据', 'Grounds'), fields: ['source', 'confidence', 'saidBy', 'saidOn', 'supplierWord', 'buyerWord', 'wordNote'] },
  ],
  empty: t('谁给谁供货，会列在这里；每一条写明来源、日期和可信度，企业可以确认、更正或要求不公开。', 'Who supplies whom, each with its source; the firms may confirm, correct or hide it.'),
  access: [
    { roles: ['partyWorkOfficer', 'dispatcher'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: { column: 'isHidden', is: false }, why: t('维护产业链底数', 'keeps the chains') },
    {
      roles: ['zoneLeader', 'specialist', 'departmentHandler', 'projectManager', 'assessmentOfficer', 'auditor'],
      may: ['read', 'export'],
      rows: { column: 'isHidden', is: false },
      why: t('企业未要求不公开的关系', 'edges that no firm has hidden'),
    },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'supplierId', in: 'firms' }, why: t('涉及本企业的关系', 'edges of their firm') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'buyerId', in: 'firms' }, why: t('涉及本企业的关系', 'edges of their firm') },
  ],
  check: (values) => [
    ...spanCheck(values),
    ...(values.supplierId && values.supplierId === values.buyerId ? [{ code: 'EDGE_TO_ITSELF', rule: '7.1', field: 'buyerId', message: t('供方和需方不能是同一家企业', 'A firm cannot supply itself') }] : []),
  ],
});

/** 链长: exactly one active chief of a chain at a time, any number of deputies (CHN-01, CHN-06). */
export const chainChief = defineRecord({
  name: 'chainChief',
  path: 'chain-chiefs',
  table: 'chain_chiefs',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('链长', 'Chain chief'),
  plural: t('链长', 'Chain chiefs'),
  fields: {
    title,
    chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', required: true, aliases: ['产业链名称'] }),
    post: choice({ label: t('职责', 'Post'), options: chiefPosts, required: true }),
    userId: reference({ label: t('领导账号', 'Account'), record: 'user', required: true, aliases: ['链长姓名', '领导姓名'] }),
    fromOn,
    toOn,
  },
  title: 'title',
  search: [],
  list: { columns: ['chainId', 'post', 'userId', 'fromOn', 'toOn'], filters: ['chainId', 'post', 'userId'], order: '-fromOn' },
  form: [{ title: t('链长', 'Chain chief'), fields: ['chainId', 'post', 'userId', 'fromOn', 'toOn'] }],
  empty: t('每条链一位链长、若干副链长，会列在这里；换人时旧的留有截止日。', 'One chief a chain and any deputies; a change keeps the former with a last day.'),
  access: chainRegister,
  check: spanCheck,
});

/** An industrial cluster (产业集群): firms of one or several chains. */
export const cluster = defineRecord({
  name: 'cluster',
  path: 'clusters',
  table: 'clusters',
  life: { from: 'foundedOn', orEntered: true },
  label: t('产业集群', 'Cluster'),
  plural: t('产业集群', 'Clusters'),
  fields: {
    name: text({ label: t('集群', 'Cluster'), maxLength: 60, required: true, aliases: ['集群名称'] }),
    chainIds: references({ label: t('涉及产业链', 'Chains'), record: 'chain' }),
    foundedOn: date({ label: t('设立日期', 'Founded on') }),
    description: longText({ label: t('说明', 'Description'), maxLength: 2000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'chainIds', 'foundedOn'], filters: ['foundedOn'], order: 'name' },
  form: [{ title: t('产业集群', 'Cluster'), fields: ['name', 'chainIds', 'foundedOn', 'description'] }],
  empty: t('跨链的产业集群会列在这里。', 'Clusters, which may span chains, will be here.'),
  access: chainRegister,
});

/** A firm in a cluster, for a time. */
export const clusterMember = defineRecord({
  name: 'clusterMember',
  path: 'cluster-members',
  table: 'cluster_members',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('集群企业', 'Firm of a cluster'),
  plural: t('集群企业', 'Firms of clusters'),
  fields: {
    title,
    clusterId: reference({ label: t('产业集群', 'Cluster'), record: 'cluster', required: true, aliases: ['集群名称', '集群'] }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '单位名称'] }),
    fromOn,
    toOn,
  },
  title: 'title',
  search: [],
  list: { columns: ['clusterId', 'firmId', 'fromOn', 'toOn'], filters: ['clusterId', 'firmId', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('集群企业', 'Firm of a cluster'), fields: ['clusterId', 'firmId', 'fromOn', 'toOn'] }],
  empty: t('集群里的企业会列在这里。', 'The firms of clusters will be here.'),
  access: chainRegister,
  check: spanCheck,
});
