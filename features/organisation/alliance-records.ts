import { choice, date, integer, longText, reference, references, secret, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { ownOrganisation, partyRegister, spanCheck, spanFields } from './access.ts';
import { brandOwners } from './choices.ts';

const title = text({ label: t('名称', 'Title'), maxLength: 300, derived: true });

/** A cluster's Party-building alliance (集群党建联建, §7.3): a body of units, with a charter, a hub and a rotating chair. */
export const clusterAlliance = defineRecord({
  name: 'clusterAlliance',
  path: 'alliances',
  table: 'cluster_alliances',
  life: { from: 'foundedOn', before: 'closedOn' },
  label: t('党建联盟', 'Alliance'),
  plural: t('集群党建联建', 'Cluster alliances'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 100, required: true, aliases: ['联盟名称', '联建名称'] }),
    clusterId: reference({ label: t('产业集群', 'Cluster'), record: 'cluster', aliases: ['集群'] }),
    hubOrganisationId: reference({ label: t('中枢', 'Hub'), record: 'partyOrganisation', hint: t('中枢企业的党组织（CHN-08）', "The hub firm's organisation (CHN-08)"), aliases: ['中枢党组织'] }),
    foundedOn: date({ label: t('成立日期', 'Founded on'), aliases: ['成立时间'] }),
    closedOn: date({ label: t('结束日期', 'Closed on') }),
    turnMonths: integer({ label: t('轮值周期', "A chair's turn"), min: 1, max: 24, unit: t('个月', 'months') }),
    charter: longText({ label: t('章程', 'Charter'), maxLength: 10_000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'clusterId', 'hubOrganisationId', 'foundedOn', 'turnMonths', 'closedOn'], filters: ['clusterId', 'foundedOn', 'closedOn'], order: 'name' },
  form: [{ title: t('党建联盟', 'Alliance'), fields: ['name', 'clusterId', 'hubOrganisationId', 'foundedOn', 'turnMonths', 'closedOn', 'charter'] }],
  empty: t('集群党建联建会列在这里：三个以上成员单位、一个中枢、每季一次联席会。', 'Alliances: at least three units, one hub, a joint meeting every quarter.'),
  access: [...partyRegister, { roles: ['branchSecretary'], may: ['read'], rows: { through: 'alliance_members', on: 'alliance_id', column: 'organisation_id', in: 'organisations' }, why: t('成员单位书记', "a member unit's secretary") }],
});

/** A unit of an alliance, for a time; leaving keeps history. */
export const allianceMember = defineRecord({
  name: 'allianceMember',
  path: 'alliance-members',
  table: 'alliance_members',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('成员单位', 'Member unit'),
  plural: t('联盟成员单位', 'Member units'),
  fields: {
    title,
    allianceId: reference({ label: t('党建联盟', 'Alliance'), record: 'clusterAlliance', required: true, aliases: ['联盟名称'] }),
    organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', aliases: ['党组织名称', '成员单位'] }),
    unitName: text({ label: t('非本区单位名称', 'Unit outside the zone'), maxLength: 100, hint: t('高校、院所、区外单位填名称', 'A university, an institute, a unit outside') }),
    chairOrder: integer({ label: t('轮值次序', 'Turn'), min: 1, max: 99 }),
    contactName: text({ label: t('联系人', 'Contact'), maxLength: 40, personal: true }),
    contactPhone: secret({ label: t('联系电话', 'Contact phone'), mask: 'phone' }),
    ...spanFields,
  },
  title: 'title',
  search: [],
  list: { columns: ['allianceId', 'organisationId', 'unitName', 'chairOrder', 'contactName', 'fromOn', 'toOn'], filters: ['allianceId', 'organisationId', 'fromOn', 'toOn'], order: 'chairOrder' },
  form: [{ title: t('成员单位', 'Member unit'), fields: ['allianceId', 'organisationId', 'unitName', 'chairOrder', 'contactName', 'contactPhone', 'fromOn', 'toOn'] }],
  access: [...partyRegister, ownOrganisation()],
  check: (values) => [
    ...spanCheck(values),
    ...(!values.organisationId && !values.unitName ? [{ code: 'UNIT_UNNAMED', rule: '7.3', field: 'organisationId', message: t('请选择党组织，或填写单位名称', 'Choose an organisation or name the unit') }] : []),
  ],
});

/** A joint meeting (联席会) of an alliance, normally one a quarter; its decisions become tracked promises. */
export const allianceMeeting = defineRecord({
  name: 'allianceMeeting',
  path: 'alliance-meetings',
  table: 'alliance_meetings',
  life: { from: 'heldOn' },
  label: t('联席会', 'Joint meeting'),
  plural: t('联席会', 'Joint meetings'),
  fields: {
    topic: text({ label: t('议题', 'Topic'), maxLength: 200, required: true }),
    allianceId: reference({ label: t('党建联盟', 'Alliance'), record: 'clusterAlliance', required: true }),
    heldOn: date({ label: t('召开日期', 'Held on'), required: true }),
    chairOrganisationId: reference({ label: t('轮值单位', 'Chaired by'), record: 'partyOrganisation' }),
    presentIds: references({ label: t('到会单位', 'Units present'), record: 'partyOrganisation' }),
    minutes: longText({ label: t('纪要', 'Minutes'), maxLength: 10_000 }),
  },
  title: 'topic',
  search: ['topic'],
  list: { columns: ['heldOn', 'topic', 'allianceId', 'chairOrganisationId'], filters: ['allianceId', 'heldOn'], order: '-heldOn' },
  form: [{ title: t('联席会', 'Joint meeting'), fields: ['allianceId', 'topic', 'heldOn', 'chairOrganisationId', 'presentIds', 'minutes'] }],
  access: [...partyRegister, { roles: ['branchSecretary'], may: ['read', 'create', 'update'], rows: { column: 'chairOrganisationId', in: 'organisations' }, why: t('轮值单位书记', "the chairing unit's secretary") }],
});

/** A Party brand of a cluster or an organisation, active for a time. */
export const partyBrand = defineRecord({
  name: 'partyBrand',
  path: 'party-brands',
  table: 'party_brands',
  life: { from: 'launchedOn', before: 'closedOn' },
  label: t('党建品牌', 'Brand'),
  plural: t('党建品牌', 'Brands'),
  fields: {
    name: text({ label: t('品牌', 'Brand'), maxLength: 60, required: true, aliases: ['品牌名称', '党建品牌名称'] }),
    ownerKind: choice({ label: t('归属', 'Belongs to'), options: brandOwners, required: true }),
    clusterId: reference({ label: t('产业集群', 'Cluster'), record: 'cluster', aliases: ['集群'] }),
    organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation' }),
    launchedOn: date({ label: t('发布日期', 'Launched on'), required: true, aliases: ['创建日期'] }),
    closedOn: date({ label: t('停用日期', 'Closed on') }),
    description: longText({ label: t('内涵', 'What it stands for'), maxLength: 1000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'ownerKind', 'clusterId', 'organisationId', 'launchedOn', 'closedOn'], filters: ['ownerKind', 'clusterId', 'organisationId', 'launchedOn', 'closedOn'], order: 'name' },
  form: [{ title: t('党建品牌', 'Brand'), fields: ['name', 'ownerKind', 'clusterId', 'organisationId', 'launchedOn', 'closedOn', 'description'] }],
  access: [...partyRegister, ownOrganisation()],
  check: ({ ownerKind, clusterId, organisationId, launchedOn, closedOn }) => [
    ...(ownerKind === 'cluster' && !clusterId ? [{ code: 'OWNER_MISSING', field: 'clusterId', message: t('请选择品牌所属的集群', 'Choose the cluster it belongs to') }] : []),
    ...(ownerKind === 'organisation' && !organisationId ? [{ code: 'OWNER_MISSING', field: 'organisationId', message: t('请选择品牌所属的党组织', 'Choose the organisation it belongs to') }] : []),
    ...spanCheck({ fromOn: launchedOn ?? null, toOn: closedOn ?? null }).map((refusal) => ({ ...refusal, field: 'closedOn' })),
  ],
});
