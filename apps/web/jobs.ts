import { t } from '#kernel/contract/text.ts';
import type { Job } from '#kernel/web/menu.ts';

/** The zone's jobs: the first level of the menu, in this order. A page names one of them by its key. */
export const jobs: readonly Job[] = [
  { key: 'requests', label: t('诉求办理', 'Requests') },
  { key: 'visits', label: t('走访联系', 'Visits and links') },
  { key: 'firms', label: t('企业与单位', 'Firms and units') },
  { key: 'chains', label: t('产业链', 'Chains') },
  { key: 'party', label: t('党建工作', 'Party work') },
  { key: 'projects', label: t('重大项目', 'Major projects') },
  { key: 'finance', label: t('金融与积分', 'Finance and points') },
  { key: 'talents', label: t('人才服务', 'Talents') },
  { key: 'venues', label: t('阵地与课程', 'Venues and courses') },
  { key: 'figures', label: t('数据与考核', 'Figures and assessment') },
  { key: 'settings', label: t('系统管理', 'Administration') },
];
