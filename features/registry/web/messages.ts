import { t, type Text } from '#kernel/contract/text.ts';
import type { LikenessReason } from '../rules/duplicates.ts';

/** What the registry's own pages say. */
export const messages = {
  duplicates: t('疑似重复', 'Possible duplicates'),
  duplicatesTitle: t('疑似重复的企业', 'Firms that may be entered twice'),
  duplicatesHint: t(
    '系统按名称、信用代码、电话和地址比对，只作提示；是否合并由您判断，合并可以撤销。',
    'Compared by name, code, phone and address. You decide; a merge can be undone.',
  ),
  noDuplicates: t('没有发现疑似重复的企业', 'No firm seems to be entered twice'),
  noDuplicatesHint: t(
    '新的名册导入后，这里会列出可能录了两次的企业。',
    'After an import, firms that may be entered twice are listed here.',
  ),
  noneLikeThis: t('没有发现与它疑似重复的企业。', 'No other firm looks like this one.'),
  pairsOf: (total: number): Text => t(`共 ${total} 对`, `${total} pairs`),
  likeness: (score: number): Text => t(`相似 ${score}`, `Likeness ${score}`),
  compare: t('对照合并', 'Compare and merge'),
  differentFirms: t('不是同一家', 'Two firms'),
  mergeWithOther: t('与其他企业合并', 'Merge with another firm'),
  other: t('另一家企业', 'The other firm'),

  mergeTitle: t('合并企业', 'Merge firms'),
  mergeHint: t(
    '逐项选择保留哪一边。合并后，另一边的诉求、走访、承诺、人员和账号都归到保留的企业，一件不少；随时可以撤销。',
    'Choose what survives, field by field. Requests, visits, promises, people and accounts of the other all go over; it can be undone at any time.',
  ),
  keepWhich: t('保留哪一家', 'Which firm survives'),
  field: t('字段', 'Field'),
  survives: t('保留', 'Survives'),
  joins: t('并入', 'Merged into it'),
  sameEverywhere: t('两边填写的内容一样。', 'Both sides say the same.'),
  why: t('合并理由', 'Why they are one'),
  whyPlaceholder: t('如：同一家企业，导入名册时录入了两次', 'e.g. the same firm, entered twice by an import'),
  doMerge: t('合并', 'Merge'),
  merged: t('已合并', 'Merged'),
  chooseOther: t('请选择要与它对照的企业', 'Choose the firm to compare it with'),
  blank: t('未填', 'blank'),

  merges: t('合并记录', 'Merges'),
  mergesHint: t(
    '谁在什么时候因为什么合并了哪两家；撤销后两家企业及其事项都恢复原样。',
    'Who merged what, when and why. Undoing brings both firms and their cases back.',
  ),
  noMerges: t('还没有合并过企业', 'No firms have been merged yet'),
  mergedInto: (from: string, into: string): Text => t(`“${from}”并入“${into}”`, `“${from}” into “${into}”`),
  moved: (cases: number, records: number): Text =>
    t(`移交事项 ${cases} 件、其他记录 ${records} 条`, `${cases} cases and ${records} other records went over`),
  undo: t('撤销合并', 'Undo'),
  undoWhy: t('撤销理由', 'Why it is undone'),
  undone: (by: string): Text => t(`已由${by}撤销`, `Undone by ${by}`),
  undoneLeft: (fields: string): Text =>
    t(`已撤销。合并后又改过的内容未动：${fields}`, `Undone. What was changed since is left alone: ${fields}`),
  undoneAll: t('已撤销，两家企业都恢复原样', 'Undone; both firms are as before'),

  people: t('人员', 'People'),
  noPeople: t('没有登记这家企业的人员。', 'No people of this firm are registered.'),
  firmsHere: t('入驻企业', 'Firms here'),
  noFirmsHere: t('没有企业登记在这里。', 'No firm is registered here.'),
  seeAll: (total: number): Text => t(`查看全部 ${total} 家`, `See all ${total}`),
  myFirm: t('我的企业', 'My firm'),
} as const;

export const reasonTexts: Readonly<Record<LikenessReason, Text>> = {
  sameCode: t('信用代码相同', 'same code'),
  sameUnitCode: t('组织机构代码相同', 'same organisation code'),
  nearCode: t('信用代码只差一两位', 'code differs by a slip'),
  sameName: t('名称相同', 'same name'),
  sameCore: t('除地名和公司类型外名称相同', 'same name but for place and form'),
  nearName: t('名称相近', 'near name'),
  samePhone: t('联系电话相同', 'same phone'),
  sameAddress: t('地址相同', 'same address'),
  otherCode: t('但信用代码不同', 'but another code'),
};
