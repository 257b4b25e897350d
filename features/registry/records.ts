import type { AccessRule } from '#kernel/contract/access.ts';
import { choice, date, flag, integer, longText, money, reference, secret, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { departmentKinds, firmStatuses, industrySegments, ownerships, placeKinds, providerKinds, scaleClasses, socialKinds } from './choices.ts';

const keepers = ['dispatcher', 'partyWorkOfficer'] as const;
const staff = ['zoneLeader', 'financeOfficer', 'specialist', 'departmentHandler', 'talentOfficer', 'projectManager', 'assessmentOfficer', 'auditor'] as const;

/** Who keeps the zone's registers, and who works with them; the three administrators have no part in it. */
const zoneRegister: readonly AccessRule[] = [
  { roles: keepers, may: ['read', 'create', 'update', 'end', 'export', 'import', 'merge'], rows: 'all', why: t('维护全区名录', "keeps the zone's registers") },
  { roles: staff, may: ['read', 'export'], rows: 'all', why: t('工作中需要查阅名录', 'needs the registers for their work') },
];

const uscc = (label = t('统一社会信用代码', 'Unified social credit code')) => text({ label, maxLength: 40, check: 'uscc', aliases: ['信用代码', '社会信用代码', '统一信用代码', '信用代码证号', '税号'] });
const contactName = text({ label: t('联系人', 'Contact'), maxLength: 40, personal: true, aliases: ['联系人姓名', '企业联系人'] });
const contactPhone = secret({ label: t('联系电话', 'Contact phone'), mask: 'phone', aliases: ['电话', '手机', '手机号', '联系方式', '联系人电话'] });
const note = longText({ label: t('备注', 'Note'), maxLength: 1000, aliases: ['说明'] });

/** A firm (企业): what the licence says of it, where it stands in the zone, whom to call. */
export const firm = defineRecord({
  name: 'firm',
  path: 'firms',
  table: 'firms',
  life: { history: { table: 'firm_states', key: 'firm_id', fields: ['status', 'parkId', 'scaleClass', 'employees'] } },
  label: t('企业', 'Firm'),
  plural: t('企业名录', 'Firms'),
  fields: {
    name: text({ label: t('企业名称', 'Name'), maxLength: 120, required: true, aliases: ['单位名称', '公司名称', '企业全称', '名称'] }),
    uscc: uscc(),
    shortName: text({ label: t('简称', 'Short name'), maxLength: 40, aliases: ['企业简称'] }),
    formerNames: text({ label: t('曾用名', 'Former names'), maxLength: 400, aliases: ['原名称', '企业曾用名'], hint: t('以顿号分开；仍可按它查到企业', 'Separated by 、; the firm is still found by them') }),
    parkId: reference({ label: t('园区', 'Park'), record: 'place', aliases: ['所属园区', '所在园区', '载体'] }),
    buildingId: reference({ label: t('楼宇', 'Building'), record: 'place', aliases: ['所在楼宇', '楼栋'] }),
    address: text({ label: t('地址', 'Address'), maxLength: 200, aliases: ['经营地址', '办公地址', '注册地址', '详细地址'] }),
    industrySegment: choice({ label: t('产业链', 'Industry chain'), options: industrySegments, aliases: ['所属产业链', '产业', '产业类别', '所属产业'] }),
    scaleClass: choice({ label: t('规模', 'Scale'), options: scaleClasses, aliases: ['企业规模', '规模类型'] }),
    ownership: choice({ label: t('企业性质', 'Ownership'), options: ownerships, aliases: ['所有制', '经济类型', '企业类型'] }),
    status: choice({ label: t('经营状态', 'Status'), options: firmStatuses, required: true, aliases: ['状态', '登记状态', '企业状态'] }),
    statusSince: date({ label: t('状态起始日', 'In this status since'), aliases: ['状态日期'] }),
    registeredOn: date({ label: t('成立日期', 'Registered on'), aliases: ['注册日期', '注册时间', '成立时间', '登记日期'] }),
    registeredCapital: money({ label: t('注册资本', 'Registered capital'), aliases: ['注册资金'] }),
    employees: integer({ label: t('员工人数', 'Employees'), min: 0, max: 1_000_000, unit: t('人', 'people'), aliases: ['从业人数', '职工人数', '人数'] }),
    isKey: flag({ label: t('重点（链主）企业', 'Key firm of its chain'), aliases: ['链主企业', '重点企业', '是否重点企业'] }),
    isAboveScale: flag({ label: t('规模以上', 'Above scale'), hint: t('规上企业；产业链强弱判断用到（§7.2）', 'Above the statistical threshold; used for node states'), aliases: ['规上企业', '是否规上', '是否规模以上'] }),
    isHighTech: flag({ label: t('高新技术企业', 'High-tech firm'), aliases: ['高企', '是否高企', '是否高新技术企业'] }),
    isListed: flag({ label: t('上市企业', 'Listed'), aliases: ['是否上市'] }),
    isTalentEnterprise: flag({ label: t('人才企业', 'Talent firm'), aliases: ['是否人才企业'] }),
    isInternet: flag({ label: t('互联网企业', 'Internet firm'), aliases: ['是否互联网企业'] }),
    contactName,
    contactPhone,
    note,
    mergedIntoId: reference({ label: t('已并入', 'Merged into'), record: 'firm', derived: true }),
  },
  title: 'name',
  search: ['name', 'shortName', 'formerNames', 'uscc'],
  key: 'uscc',
  list: {
    columns: ['name', 'uscc', 'industrySegment', 'scaleClass', 'status', 'parkId', 'buildingId', 'employees', 'registeredOn', 'registeredCapital', 'contactName', 'contactPhone'],
    filters: [
      'industrySegment',
      'status',
      'parkId',
      'buildingId',
      'scaleClass',
      'ownership',
      'isKey',
      'isAboveScale',
      'isHighTech',
      'isListed',
      'isTalentEnterprise',
      'isInternet',
      'employees',
      'registeredCapital',
      'registeredOn',
      'statusSince',
    ],
    order: 'name',
  },
  form: [
    { title: t('企业', 'Firm'), fields: ['name', 'uscc', 'shortName', 'formerNames', 'status', 'statusSince', 'mergedIntoId'] },
    { title: t('位置', 'Where'), fields: ['parkId', 'buildingId', 'address'] },
    {
      title: t('产业与规模', 'Trade and scale'),
      fields: ['industrySegment', 'scaleClass', 'ownership', 'registeredOn', 'registeredCapital', 'employees', 'isKey', 'isAboveScale', 'isHighTech', 'isListed', 'isTalentEnterprise', 'isInternet'],
    },
    { title: t('联系', 'Contact'), fields: ['contactName', 'contactPhone', 'note'] },
  ],
  empty: t('全区企业会列在这里。第一步：由调度员把现有的企业名册（Excel）原样导入。', "The zone's firms will be here. First step: the dispatcher imports the roster as it is."),
  access: [
    ...zoneRegister,
    { roles: [...keepers, 'departmentHandler'], may: ['reveal'], rows: 'all', why: t('需与企业联系，每次查看留痕', 'has to call the firm; each look is on record') },
    { roles: ['specialist'], may: ['reveal'], rows: { column: 'id', in: 'linkedFirms' }, why: t('挂钩企业的专员', "is the firm's specialist") },
    { roles: ['enterpriseContact'], may: ['read', 'reveal'], rows: { column: 'id', in: 'firms' }, why: t('本企业的联系人', "is the firm's own contact") },
  ],
  check: ({ statusSince, registeredOn, parkId, buildingId }) => [
    ...(statusSince && registeredOn && statusSince < registeredOn ? [{ code: 'STATUS_BEFORE_REGISTRATION', field: 'statusSince', message: t('状态起始日不能早于成立日期', 'The status cannot begin before the firm was registered') }] : []),
    ...(buildingId && !parkId ? [{ code: 'BUILDING_WITHOUT_PARK', field: 'parkId', message: t('选了楼宇，请一并选择它所在的园区', 'Choose the park that the building stands in') }] : []),
  ],
});

/** A social organisation (社会组织): association, foundation, service body; some of them live on the internet. */
export const socialOrganisation = defineRecord({
  name: 'socialOrganisation',
  path: 'social-organisations',
  table: 'social_organisations',
  life: { from: 'registeredOn', orEntered: true },
  label: t('社会组织', 'Social organisation'),
  plural: t('社会组织', 'Social organisations'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 120, required: true, aliases: ['单位名称', '社会组织名称'] }),
    uscc: uscc(),
    kind: choice({ label: t('类型', 'Kind'), options: socialKinds, aliases: ['社会组织类型', '类别'] }),
    isInternet: flag({ label: t('网络社会组织', 'Internet social organisation'), aliases: ['是否网络社会组织'] }),
    parkId: reference({ label: t('园区', 'Park'), record: 'place', aliases: ['所属园区'] }),
    address: text({ label: t('地址', 'Address'), maxLength: 200, aliases: ['住所'] }),
    registeredOn: date({ label: t('成立日期', 'Registered on'), aliases: ['登记日期', '成立时间'] }),
    contactName,
    contactPhone,
    note,
  },
  title: 'name',
  search: ['name', 'uscc'],
  key: 'uscc',
  list: { columns: ['name', 'uscc', 'kind', 'isInternet', 'parkId', 'registeredOn', 'contactName', 'contactPhone'], filters: ['kind', 'isInternet', 'parkId', 'registeredOn'], order: 'name' },
  form: [
    { title: t('社会组织', 'Social organisation'), fields: ['name', 'uscc', 'kind', 'isInternet', 'registeredOn'] },
    { title: t('联系', 'Contact'), fields: ['parkId', 'address', 'contactName', 'contactPhone', 'note'] },
  ],
  empty: t('区内社会组织会列在这里，由党群工作者导入或新建。', 'The social organisations of the zone will be here.'),
  access: [...zoneRegister, { roles: keepers, may: ['reveal'], rows: 'all', why: t('需与社会组织联系，每次查看留痕', 'has to call them; each look is on record') }],
});

/** A person (人员), with the least that the zone's work needs; identity number and phone sealed. */
export const person = defineRecord({
  name: 'person',
  path: 'people',
  table: 'people',
  label: t('人员', 'Person'),
  plural: t('人员', 'People'),
  fields: {
    name: text({ label: t('姓名', 'Name'), maxLength: 60, required: true, personal: true }),
    firmId: reference({ label: t('所在企业', 'Firm'), record: 'firm', aliases: ['企业名称', '单位', '工作单位', '所在单位'] }),
    post: text({ label: t('职务', 'Post'), maxLength: 60, aliases: ['岗位', '职位'] }),
    isTalent: flag({ label: t('人才', 'Talent'), aliases: ['是否人才'] }),
    phone: secret({ label: t('手机', 'Phone'), mask: 'phone', aliases: ['电话', '手机号', '联系电话', '联系方式'] }),
    idNumber: secret({ label: t('身份证号', 'ID number'), mask: 'idNumber', aliases: ['身份证', '身份证号码', '公民身份号码'] }),
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['name', 'firmId', 'post', 'isTalent', 'phone'], filters: ['firmId', 'isTalent'], order: 'name' },
  form: [
    { title: t('人员', 'Person'), fields: ['name', 'firmId', 'post', 'isTalent'] },
    { title: t('敏感信息', 'Sensitive'), fields: ['phone', 'idNumber'] },
  ],
  empty: t('只登记工作确需的人员。身份证号与手机加密保存，默认遮盖，每次查看留痕。', 'Only people whom the work needs. ID number and phone are sealed and masked; each look is on record.'),
  access: [
    { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import', 'reveal'], rows: 'all', why: t('党群工作需要', 'Party work needs it') },
    { roles: ['talentOfficer'], may: ['read', 'create', 'update', 'end', 'reveal'], rows: 'all', why: t('服务人才需要', 'the care for talents needs it') },
  ],
});

/** A place (园区、楼宇、阵地): buildings and venues lie in a park. */
export const place = defineRecord({
  name: 'place',
  path: 'places',
  table: 'places',
  label: t('场所', 'Place'),
  plural: t('园区与阵地', 'Parks and venues'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 80, required: true, aliases: ['园区名称', '楼宇名称', '阵地名称', '场所名称'], hint: t('在全区不重名，如“人才科创园 1 号楼”', 'Unique in the zone') }),
    kind: choice({ label: t('类型', 'Kind'), options: placeKinds, required: true, aliases: ['类别', '场所类型'] }),
    parentId: reference({ label: t('所在园区', 'In the park'), record: 'place', aliases: ['园区', '所属园区'] }),
    address: text({ label: t('地址', 'Address'), maxLength: 200 }),
    note,
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'kind', 'parentId', 'address'], filters: ['kind', 'parentId'], order: 'name' },
  form: [{ title: t('场所', 'Place'), fields: ['name', 'kind', 'parentId', 'address', 'note'] }],
  empty: t('园区、楼宇和党建阵地会列在这里。第一步：先建园区，再建园区里的楼宇和阵地。', 'Parks, buildings and venues will be here. First step: the parks, then what lies in them.'),
  access: [...zoneRegister, { roles: ['enterpriseContact', 'branchSecretary', 'provider', 'bankOfficer', 'talent', 'fundReviewer'], may: ['read'], rows: 'all', why: t('场所对全区公开', 'places are public in the zone') }],
  check: ({ kind, parentId }) => (kind === 'park' && parentId ? [{ code: 'PARK_IN_PARK', field: 'parentId', message: t('园区不再属于别的园区', 'A park lies in no other park') }] : []),
});

/** A department or line unit (职能部门、条线单位) that handles requests. */
export const department = defineRecord({
  name: 'department',
  path: 'departments',
  table: 'departments',
  label: t('部门', 'Department'),
  plural: t('部门与条线单位', 'Departments'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 80, required: true, aliases: ['部门名称', '单位名称'] }),
    shortName: text({ label: t('简称', 'Short name'), maxLength: 20 }),
    kind: choice({ label: t('类型', 'Kind'), options: departmentKinds, required: true, aliases: ['类别', '部门类型'] }),
    leaderName: text({ label: t('分管负责人', 'Head'), maxLength: 40, aliases: ['负责人', '部门负责人'] }),
    leaderId: reference({ label: t('负责人账号', "Head's account"), record: 'user' }),
    phone: text({ label: t('办公电话', 'Office phone'), maxLength: 30, check: 'phone', aliases: ['电话', '联系电话'] }),
    duties: longText({ label: t('职责', 'Duties'), maxLength: 2000, aliases: ['工作职责', '主要职责'] }),
  },
  title: 'name',
  search: ['name', 'shortName'],
  key: 'name',
  list: { columns: ['name', 'kind', 'leaderName', 'phone'], filters: ['kind'], order: 'name' },
  form: [{ title: t('部门', 'Department'), fields: ['name', 'shortName', 'kind', 'leaderName', 'leaderId', 'phone', 'duties'] }],
  empty: t('办理诉求的部门会列在这里，由调度员导入或新建。', 'The departments that handle requests will be here.'),
  access: [...zoneRegister, { roles: ['enterpriseContact', 'branchSecretary', 'provider', 'bankOfficer', 'talent', 'fundReviewer'], may: ['read'], rows: 'all', why: t('部门职责对全区公开', 'duties are public in the zone') }],
});

/** A provider outside the offices (银行、社会组织、中介机构、党员帮帮团). */
export const provider = defineRecord({
  name: 'provider',
  path: 'providers',
  table: 'providers',
  label: t('服务机构', 'Provider'),
  plural: t('服务机构', 'Providers'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 120, required: true, aliases: ['机构名称', '单位名称', '银行名称'] }),
    kind: choice({ label: t('类型', 'Kind'), options: providerKinds, required: true, aliases: ['机构类型', '类别'] }),
    uscc: uscc(),
    offers: longText({ label: t('能提供的服务', 'What they offer'), maxLength: 2000, aliases: ['服务内容', '业务范围'] }),
    address: text({ label: t('地址', 'Address'), maxLength: 200 }),
    contactName,
    contactPhone,
    note,
  },
  title: 'name',
  search: ['name', 'offers'],
  key: 'name',
  list: { columns: ['name', 'kind', 'offers', 'contactName', 'contactPhone'], filters: ['kind'], order: 'name' },
  form: [
    { title: t('服务机构', 'Provider'), fields: ['name', 'kind', 'uscc', 'offers'] },
    { title: t('联系', 'Contact'), fields: ['address', 'contactName', 'contactPhone', 'note'] },
  ],
  empty: t('银行、社会组织、中介机构和党员帮帮团会列在这里，由调度员导入或新建。', 'Banks, social organisations, intermediaries and help teams will be here.'),
  access: [
    ...zoneRegister,
    { roles: [...keepers, 'departmentHandler', 'specialist'], may: ['reveal'], rows: 'all', why: t('需与服务机构联系，每次查看留痕', 'has to call them; each look is on record') },
    { roles: ['provider', 'bankOfficer', 'fundReviewer'], may: ['read', 'reveal'], rows: { column: 'id', in: 'providers' }, why: t('本机构', 'their own house') },
  ],
});
