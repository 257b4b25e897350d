import { view, type BarePage } from '#kernel/web/feature.ts';
import { words as w } from './messages.ts';

/** Pages for people who are not signed in; the first is where they sign in. */
export const identityBarePages: readonly BarePage[] = [
  { path: '/login', title: w.signIn, view: view(() => import('./login-page.tsx').then((file) => file.LoginPage)) },
  { path: '/welcome/$token', title: w.welcome, view: view(() => import('./welcome-page.tsx').then((file) => file.WelcomePage)) },
];
