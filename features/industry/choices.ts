import { t } from '#kernel/contract/text.ts';

/** Where a node stands in its chain (§7.1). */
export const chainSegments = {
  upstream: t('上游', 'Upstream'),
  midstream: t('中游', 'Midstream'),
  downstream: t('下游', 'Downstream'),
  support: t('配套服务', 'Supporting services'),
} as const;

/** How somebody came to know a supply edge; the firm's own word weighs most. */
export const edgeSources = {
  firmStated: t('企业申报', 'Stated by the firm'),
  visit: t('走访记录', 'Visit notes'),
  publicRecord: t('公开资料', 'Public record'),
  statistics: t('统计资料', 'Statistics'),
  inferred: t('推断', 'Inferred'),
} as const;

/** What a firm said of an edge that names it. */
export const edgeWords = {
  confirmed: t('已确认', 'Confirmed'),
  corrected: t('已更正', 'Corrected'),
  hidden: t('不公开', 'Hidden'),
} as const;

export const chiefPosts = { chief: t('链长', 'Chain chief'), deputy: t('副链长', 'Deputy chief') } as const;

export const chainActionKinds = {
  fill: t('补链', 'Fill'),
  strengthen: t('强链', 'Strengthen'),
  extend: t('延链', 'Extend'),
} as const;
