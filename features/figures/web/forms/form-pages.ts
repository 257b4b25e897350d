import { view, type PageWeb } from '#kernel/web/feature.ts';
import { formReaders } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';

/** 一表通: the register, a form and its mapping, a filling, and the burden meter. */
export const formPages: readonly PageWeb[] = [
  {
    path: '/forms',
    title: f.forms,
    roles: formReaders,
    menu: { job: 'figures', order: 6 },
    view: view(() => import('./forms-page.tsx').then((file) => file.FormsPage)),
  },
  {
    path: '/forms/burden',
    title: f.burden,
    roles: formReaders,
    view: view(() => import('./burden-page.tsx').then((file) => file.BurdenPage)),
  },
  { path: '/forms/$id', title: f.form, roles: formReaders, view: view(() => import('./form-page.tsx').then((file) => file.FormPage)) },
  {
    path: '/form-fillings/$id',
    title: f.filling,
    roles: formReaders,
    view: view(() => import('./filling-page.tsx').then((file) => file.FillingPage)),
  },
];
