import { t } from '#kernel/contract/text.ts';

/** The five chains of the example zone: a default, until chains are records of their own. */
export const industrySegments = {
  electronicInformation: t('电子信息', 'Electronic information'),
  advancedComputing: t('先进计算', 'Advanced computing'),
  lifeHealth: t('生命健康', 'Life and health'),
  smartManufacturing: t('智能制造', 'Smart manufacturing'),
  newEnergy: t('新能源', 'New energy'),
  other: t('其他', 'Other'),
} as const;

/** 统计上大中小微型企业划分. */
export const scaleClasses = {
  large: t('大型', 'Large'),
  medium: t('中型', 'Medium'),
  small: t('小型', 'Small'),
  micro: t('微型', 'Micro'),
} as const;

export const ownerships = {
  stateOwned: t('国有', 'State-owned'),
  private: t('民营', 'Private'),
  foreign: t('外资', 'Foreign'),
  jointVenture: t('合资', 'Joint venture'),
  hkMacaoTaiwan: t('港澳台资', 'Hong Kong, Macao or Taiwan'),
} as const;

export const firmStatuses = {
  operating: t('在营', 'Operating'),
  suspended: t('停业', 'Suspended'),
  movedOut: t('迁出', 'Moved out'),
  deregistered: t('注销', 'Deregistered'),
} as const;

export const socialKinds = {
  association: t('社会团体', 'Association'),
  serviceBody: t('社会服务机构', 'Service body'),
  foundation: t('基金会', 'Foundation'),
} as const;

export const placeKinds = {
  park: t('园区', 'Park'),
  building: t('楼宇', 'Building'),
  venue: t('阵地', 'Venue'),
} as const;

export const departmentKinds = {
  functional: t('职能部门', 'Department'),
  lineUnit: t('条线单位', 'Line unit'),
  park: t('园区管理方', 'Park management'),
  taskForce: t('专班', 'Task force'),
} as const;

export const providerKinds = {
  bank: t('银行', 'Bank'),
  fund: t('投资基金', 'Investment fund'),
  socialOrganisation: t('社会组织', 'Social organisation'),
  intermediary: t('中介机构', 'Intermediary'),
  helpTeam: t('党员帮帮团', "Members' help team"),
} as const;
