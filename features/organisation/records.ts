import { choice, choices, date, flag, integer, longText, reference, references, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { ownOrganisation, partyRegister, spanCheck, spanFields } from './access.ts';
import { kindOptions, organisationPosts, organisationStatuses, secretaryTraits, termBases } from './choices.ts';

const title = text({ label: t('名称', 'Title'), maxLength: 300, derived: true });
const organisationId = reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true, aliases: ['党组织名称', '支部名称', '所属党组织'] });

/**
 * A Party organisation (党组织, §1.2). Parent and covered firms are kept with their dates beside it, so that any
 * past day can be asked; its legal tree and the chains it is laid on are two different things.
 */
export const partyOrganisation = defineRecord({
  name: 'partyOrganisation',
  path: 'organisations',
  table: 'party_organisations',
  life: { from: 'establishedOn', before: 'dissolvedOn' },
  label: t('党组织', 'Party organisation'),
  plural: t('党组织', 'Party organisations'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 120, required: true, aliases: ['党组织名称', '支部名称', '组织名称', '党组织全称'] }),
    kind: choice({ label: t('类型', 'Kind'), options: kindOptions, required: true, aliases: ['党组织类型', '组织类型', '组织形式', '类别'] }),
    status: choice({ label: t('状态', 'Status'), options: organisationStatuses, derived: true }),
    parentId: reference({ label: t('上级党组织', 'Upper organisation'), record: 'partyOrganisation', aliases: ['上级组织', '隶属党组织', '上级'] }),
    unitFirmIds: references({
      label: t('覆盖单位', 'Covered firms'),
      record: 'firm',
      aliases: ['覆盖企业', '依托企业', '所在企业', '联合单位', '覆盖单位名称'],
      hint: t('独立党支部一家；联合党支部不超过五家（ORG-03）', 'One of an independent branch; at most five of a joint one (ORG-03)'),
    }),
    chainIds: references({ label: t('所在产业链', 'On the chains'), record: 'chain', aliases: ['产业链'] }),
    parkId: reference({ label: t('园区', 'Park'), record: 'place', aliases: ['所属园区', '所在园区'] }),
    establishedOn: date({ label: t('成立日期', 'Established on'), aliases: ['建立日期', '成立时间', '批准成立日期'] }),
    approvalNumber: text({ label: t('批复文号', 'Approval document'), maxLength: 60, aliases: ['批准文号', '文号'] }),
    dissolvedOn: date({ label: t('撤销日期', 'Dissolved on'), derived: true }),
    termEndsOn: date({ label: t('本届届满', 'Term ends on'), derived: true }),
    secretaryName: text({ label: t('书记', 'Secretary'), maxLength: 40, derived: true, personal: true }),
    isFunctionalNote: text({ label: t('任务或专题', 'Task or theme'), maxLength: 200, hint: t('临时、功能型和行动党支部写明为何而设', 'What a temporary, functional or action branch is for') }),
    note: longText({ label: t('备注', 'Note'), maxLength: 1000 }),
  },
  title: 'name',
  search: ['name', 'secretaryName'],
  key: 'name',
  list: {
    columns: ['name', 'kind', 'status', 'parentId', 'unitFirmIds', 'secretaryName', 'establishedOn', 'termEndsOn'],
    filters: ['kind', 'status', 'parentId', 'parkId', 'establishedOn', 'termEndsOn', 'dissolvedOn'],
    order: 'name',
  },
  form: [
    { title: t('党组织', 'Organisation'), fields: ['name', 'kind', 'status', 'parentId', 'establishedOn', 'approvalNumber', 'dissolvedOn'] },
    { title: t('覆盖与链', 'Firms and chains'), fields: ['unitFirmIds', 'chainIds', 'parkId', 'isFunctionalNote'] },
    { title: t('班子与任期', 'Officers and term'), fields: ['secretaryName', 'termEndsOn', 'note'] },
  ],
  empty: t('全区党组织会列在这里。第一步：导入党组织名册，或从“组建”开始办一个新的。', 'Party organisations will be here. First step: import the roster, or begin a formation.'),
  access: [
    ...partyRegister,
    { roles: ['branchSecretary'], may: ['read'], rows: { column: 'id', in: 'organisations' }, why: t('本支部书记', "is the branch's secretary") },
    { roles: ['enterpriseContact'], may: ['read'], rows: { through: 'organisation_units', on: 'organisation_id', column: 'firm_id', in: 'firms' }, why: t('覆盖本企业的党组织', 'covers their firm') },
  ],
});

/** A firm that an organisation covers, for a time. Written from the organisation's own form; a joint branch covers at most five (ORG-03). */
export const organisationUnit = defineRecord({
  name: 'organisationUnit',
  path: 'organisation-units',
  table: 'organisation_units',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('覆盖单位', 'Covered firm'),
  plural: t('覆盖单位', 'Covered firms'),
  fields: {
    title,
    organisationId,
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '单位名称', '覆盖企业'] }),
    ...spanFields,
  },
  title: 'title',
  search: [],
  list: { columns: ['organisationId', 'firmId', 'fromOn', 'toOn'], filters: ['organisationId', 'firmId', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('覆盖单位', 'Covered firm'), fields: ['organisationId', 'firmId', 'fromOn', 'toOn'] }],
  access: [...partyRegister, ownOrganisation(), { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业', 'their firm') }],
  check: spanCheck,
});

/** A term of office (届): begins when elected or appointed, ends on a day, may be put off with approval (ORG-14..16). */
export const organisationTerm = defineRecord({
  name: 'organisationTerm',
  path: 'organisation-terms',
  table: 'organisation_terms',
  life: { from: 'beginsOn' },
  label: t('任期', 'Term'),
  plural: t('任期', 'Terms'),
  fields: {
    title,
    organisationId,
    basis: choice({ label: t('产生方式', 'Basis'), options: termBases, required: true }),
    electedOn: date({ label: t('选举（任命）日期', 'Elected or appointed on'), required: true, aliases: ['换届日期', '选举日期'] }),
    beginsOn: date({ label: t('任期起', 'Begins'), required: true, aliases: ['任期开始'] }),
    endsOn: date({ label: t('任期止', 'Ends'), required: true, aliases: ['届满日期', '任期届满'] }),
    delayedTo: date({ label: t('批准延至', 'Put off to'), aliases: ['延期至'] }),
    delayApproval: text({ label: t('延期批复', 'Approval of the delay'), maxLength: 60 }),
    approvalNumber: text({ label: t('批复文号', 'Approval document'), maxLength: 60, aliases: ['批准文号'] }),
  },
  title: 'title',
  search: [],
  list: { columns: ['organisationId', 'basis', 'electedOn', 'beginsOn', 'endsOn', 'delayedTo', 'approvalNumber'], filters: ['organisationId', 'basis', 'endsOn'], order: '-endsOn' },
  form: [{ title: t('任期', 'Term'), fields: ['organisationId', 'basis', 'electedOn', 'beginsOn', 'endsOn', 'delayedTo', 'delayApproval', 'approvalNumber'] }],
  access: [...partyRegister, ownOrganisation()],
  check: ({ electedOn, beginsOn, endsOn, delayedTo, delayApproval }) => [
    ...(electedOn && beginsOn && beginsOn < electedOn ? [{ code: 'TERM_BEFORE_ELECTION', rule: 'ORG-14', field: 'beginsOn', message: t('任期不能早于选举（任命）之日', 'A term cannot begin before its election') }] : []),
    ...(beginsOn && endsOn && endsOn <= beginsOn ? [{ code: 'TERM_BACKWARDS', rule: 'ORG-14', field: 'endsOn', message: t('任期届满日须晚于起始日', 'A term ends after it begins') }] : []),
    ...(delayedTo && endsOn && delayedTo <= endsOn ? [{ code: 'DELAY_BACKWARDS', rule: 'ORG-16', field: 'delayedTo', message: t('延期后的日期须晚于届满日', 'A delay goes beyond the end of the term') }] : []),
    ...(delayedTo && !delayApproval ? [{ code: 'DELAY_UNAPPROVED', rule: 'ORG-16', field: 'delayApproval', message: t('延期换届须经上级党组织批准，请填写批复', 'A delay needs the approval of the upper organisation') }] : []),
  ],
});

/** Somebody in a post of an organisation, for a time (ORG-10; NPE-02, NPE-10). */
export const organisationPost = defineRecord({
  name: 'organisationPost',
  path: 'organisation-posts',
  table: 'organisation_posts',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('班子成员', 'Officer'),
  plural: t('班子成员', 'Officers'),
  fields: {
    title,
    organisationId,
    name: text({ label: t('姓名', 'Name'), maxLength: 40, required: true, personal: true, aliases: ['书记姓名', '委员姓名'] }),
    memberId: reference({ label: t('党员', 'Member'), record: 'partyMember' }),
    post: choice({ label: t('职务', 'Post'), options: organisationPosts, required: true, aliases: ['党内职务'] }),
    traits: choices({ label: t('“两高一创”（名称待确认）', '“Two highs and one founder” (label to be confirmed)'), options: secretaryTraits }),
    isManager: flag({ label: t('企业中高层', 'In management'), hint: t('双向进入、交叉任职（NPE-10）', 'Officers and management overlap (NPE-10)') }),
    ...spanFields,
  },
  title: 'title',
  search: ['name'],
  list: { columns: ['organisationId', 'name', 'post', 'traits', 'isManager', 'fromOn', 'toOn'], filters: ['organisationId', 'post', 'isManager', 'fromOn', 'toOn'], order: '-fromOn' },
  form: [{ title: t('班子成员', 'Officer'), fields: ['organisationId', 'name', 'memberId', 'post', 'traits', 'isManager', 'fromOn', 'toOn'] }],
  access: [...partyRegister, ownOrganisation()],
  check: spanCheck,
});

/** A Party group (党小组) of a branch (ORG-12, ORG-13). */
export const partyGroup = defineRecord({
  name: 'partyGroup',
  path: 'party-groups',
  table: 'party_groups',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('党小组', 'Party group'),
  plural: t('党小组', 'Party groups'),
  fields: {
    name: text({ label: t('党小组', 'Group'), maxLength: 60, required: true }),
    organisationId,
    leaderId: reference({ label: t('组长', 'Leader'), record: 'partyMember' }),
    size: integer({ label: t('人数', 'Members'), min: 0, max: 100 }),
    ...spanFields,
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['name', 'organisationId', 'leaderId', 'size', 'fromOn', 'toOn'], filters: ['organisationId'], order: 'name' },
  form: [{ title: t('党小组', 'Group'), fields: ['name', 'organisationId', 'leaderId', 'size', 'fromOn', 'toOn'] }],
  access: [...partyRegister, ownOrganisation()],
  check: spanCheck,
});
