import { callersFor } from '#kernel/contract/record-endpoints.ts';
import { t } from '#kernel/contract/text.ts';
import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { department, firm, person, place, provider, socialOrganisation } from '../records.ts';
import { messages as m } from './messages.ts';

const mergers = callersFor(firm, 'merge');

/** The registry on the screen: its registers, what stands beside a firm, and the merging of doubles. */
export const registryWeb: FeatureWeb = {
  name: 'registry',
  records: [
    {
      declaration: firm,
      menu: {
        job: 'firms',
        order: 1,
        labelFor: { enterpriseContact: m.myFirm },
        tabFor: ['dispatcher', 'specialist', 'zoneLeader', 'partyWorkOfficer'],
      },
      panels: [
        {
          key: 'people',
          title: m.people,
          place: 'main',
          roles: callersFor(person, 'read'),
          view: view(() => import('./firm-people.tsx').then((file) => file.FirmPeople)),
        },
        {
          key: 'duplicates',
          title: m.duplicates,
          place: 'main',
          roles: mergers,
          view: view(() => import('./firm-duplicates.tsx').then((file) => file.FirmDuplicates)),
        },
      ],
    },
    { declaration: socialOrganisation, menu: { job: 'firms', order: 2 } },
    { declaration: person, menu: { job: 'firms', order: 3 } },
    {
      declaration: place,
      menu: { job: 'firms', order: 4 },
      panels: [
        {
          key: 'firms',
          title: m.firmsHere,
          place: 'main',
          roles: callersFor(firm, 'read'),
          view: view(() => import('./place-firms.tsx').then((file) => file.PlaceFirms)),
        },
      ],
    },
    { declaration: department, menu: { job: 'firms', order: 5 } },
    { declaration: provider, menu: { job: 'firms', order: 6 } },
  ],
  pages: [
    {
      path: '/firm-duplicates',
      title: m.duplicatesTitle,
      roles: mergers,
      menu: { job: 'firms', order: 20, label: m.duplicates },
      view: view(() => import('./duplicates-page.tsx').then((file) => file.DuplicatesPage)),
    },
    {
      path: '/firm-merges',
      title: m.merges,
      roles: mergers,
      menu: { job: 'firms', order: 21 },
      view: view(() => import('./merges-page.tsx').then((file) => file.MergesPage)),
    },
    {
      path: '/firms/merge',
      title: m.mergeTitle,
      roles: mergers,
      view: view(() => import('./merge-page.tsx').then((file) => file.MergePage)),
    },
  ],
  actions: [
    { label: t('新建企业', 'New firm'), words: ['xinjianqiye', 'xjqy', 'firm'], path: '/firms/new', roles: callersFor(firm, 'create') },
    {
      label: t('导入企业名册', 'Import a roster of firms'),
      words: ['daoru', 'dr', 'mingce', 'excel', 'import'],
      path: '/firms/import',
      roles: callersFor(firm, 'import'),
    },
    { label: m.duplicatesTitle, words: ['chongfu', 'hebing', 'cf', 'hb', 'merge'], path: '/firm-duplicates', roles: mergers },
  ],
};
