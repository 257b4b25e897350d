import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';

export type Named = { readonly id: string; readonly name: string };

/** What stands around a firm in features that the industry does not know; apps/server brings it. */
export type FirmSurroundings = {
  /** Party organisations that cover each firm on a day */
  organisationsOf(
    ask: Ask,
    firmIds: readonly string[],
    on: IsoDate,
  ): Promise<ReadonlyMap<string, readonly (Named & { readonly kind: string })[]>>;
  /** full and probationary members of each firm on a day; a firm without is absent */
  membersOf(ask: Ask, firmIds: readonly string[], on: IsoDate): Promise<ReadonlyMap<string, number>>;
  /** its specialists today */
  specialistsOf(ask: Ask, firmIds: readonly string[]): Promise<ReadonlyMap<string, readonly Named[]>>;
  /** its open requests now and the worst of their lamps */
  openCasesOf(
    ask: Ask,
    firmIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly open: number; readonly lamp: 'green' | 'yellow' | 'red' }>>;
  /** firms that an instructor looks after on a day */
  instructedFirms(ask: Ask, on: IsoDate): Promise<ReadonlySet<string>>;
};
