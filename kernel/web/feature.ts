import { lazy, type ComponentType } from 'react';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import type { Role } from '#kernel/contract/role.ts';
import type { Text } from '#kernel/contract/text.ts';

/** Everything a feature puts on the screen. `apps/web` composes these; the kernel draws what is declared. */
export type FeatureWeb = {
  readonly name: string;
  readonly records?: readonly RecordWeb[];
  readonly cases?: readonly CaseWeb[];
  /** pages of its own; one at a generated page's address takes its place */
  readonly pages?: readonly PageWeb[];
  /** a role's home: its daily jobs and nothing else */
  readonly homes?: Partial<Record<Role, View>>;
  /** what this feature sets above another feature's home of a role: a strip, not a page */
  readonly homeStrips?: Partial<Record<Role, View>>;
  /** what the search box offers to do */
  readonly actions?: readonly ActionWeb[];
  /** who may be chosen in a form by readers who may not read the whole register */
  readonly picks?: readonly PickWeb[];
  /** entries of the account menu: sessions, password, second factor */
  readonly account?: readonly { readonly label: Text; readonly path: string }[];
};

/** Where a page stands in the menu: under which of the reader's jobs, and called what. */
export type MenuPlace = {
  /** a key of the jobs in apps/web */
  readonly job: string;
  readonly label?: Text;
  /** what one role calls it: a firm's contact says "my requests" */
  readonly labelFor?: Partial<Record<Role, Text>>;
  readonly order?: number;
  /** these readers' phones have it among the bottom tabs */
  readonly tabFor?: readonly Role[];
};

export type RecordWeb = {
  readonly declaration: RecordDeclaration;
  readonly menu?: MenuPlace;
  /** narrows who sees it in the menu; the access policy narrows who may open it */
  readonly roles?: readonly Role[];
  readonly panels?: readonly PanelWeb<RecordPanelProps>[];
  /** the import wizard is offered to those the policy lets import; false for records fed by other means */
  readonly imports?: boolean;
};

export type CaseWeb = {
  readonly declaration: CaseDeclaration;
  readonly menu?: MenuPlace;
  readonly roles?: readonly Role[];
  readonly panels?: readonly PanelWeb<CasePanelProps>[];
  /** fields of the header, in order; the list's columns when absent */
  readonly summary?: readonly string[];
  /** what a move's form starts with: suggestions, the row's own values */
  readonly initial?: (move: string, view: CaseView) => Readonly<Record<string, unknown>>;
  /** what stands above a move's form, e.g. why something is suggested */
  readonly aids?: Readonly<Record<string, View<MoveAidProps>>>;
};

export type PageWeb = {
  /** `/requests/triage`, parameters as `$id` */
  readonly path: string;
  readonly title: Text;
  readonly view: View;
  /** who may open it; everyone signed in when absent */
  readonly roles?: readonly Role[];
  readonly menu?: MenuPlace;
};

/** A page without the frame, for people who are not signed in: `/login`, `/invitation/$token`. */
export type BarePage = Pick<PageWeb, 'path' | 'title' | 'view'>;

export type ActionWeb = {
  readonly label: Text;
  /** further words it is found by */
  readonly words?: readonly string[];
  readonly path: string;
  readonly roles?: readonly Role[];
};

/** How these roles find records of a kind that they may not list: from what they do know. */
export type PickWeb = {
  readonly record: string;
  readonly roles: readonly Role[];
  readonly find: (q: string, signal: AbortSignal) => Promise<readonly Picked[]>;
};

export type Picked = { readonly id: string; readonly title: string; readonly aside?: Text };

/** A part of a record's or case's page that a feature adds; loaded when the page is shown. */
export type PanelWeb<P> = {
  readonly key: string;
  readonly title: Text;
  readonly view: View<P>;
  readonly roles?: readonly Role[];
  /** 'main' among the tabs of the page, 'first' the tab that the page opens on, 'side' always in sight beside it */
  readonly place: 'first' | 'main' | 'side';
};

export type RecordPanelProps = { readonly row: RecordRow };
export type CasePanelProps = { readonly view: CaseView };
export type MoveAidProps = {
  readonly view: CaseView;
  readonly values: Readonly<Record<string, unknown>>;
  /** puts values into the form below */
  readonly fill: (values: Readonly<Record<string, unknown>>) => void;
};

/** A component that is fetched when it is first shown. */
export type View<P = Record<never, never>> = ComponentType<P>;

/** `view(() => import('./triage-page.tsx').then((file) => file.TriagePage))` */
export function view<P extends object>(load: () => Promise<ComponentType<P>>): View<P> {
  return lazy(async () => ({ default: await load() }));
}

/** May this page be shown to somebody with these roles? */
export function openTo(page: { readonly roles?: readonly Role[] }, roles: readonly Role[]): boolean {
  return page.roles === undefined || page.roles.some((role) => roles.includes(role));
}
