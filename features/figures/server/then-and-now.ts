import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { faultsOf } from '#kernel/server/figures/check.ts';
import { isLimited, seesAny, sumsOf } from '#kernel/server/figures/values.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { periodView } from '../period-contract.ts';
import { passportsByIds } from './passport-store.ts';

type ThenAndNow = NonNullable<AnswerOf<typeof periodView>['frozen']>['figures'][number];

/** Frozen values beside those that the same definitions give today; passports whose records the reader may not read are left out. */
export async function thenAndNow(ask: Ask, ids: readonly string[]): Promise<ThenAndNow[]> {
  const found = await passportsByIds(ask.tx, ask.actor.zoneId, ids);
  const passports = found.flatMap((passport) => (passport && seesAny(ask, passport.definition.source.record) ? [passport] : []));
  const askable = passports.map(({ definition }) => faultsOf(ask.house, definition).length === 0 && !isLimited(ask, definition));
  const sums = await sumsOf(
    ask,
    passports.filter((_, index) => askable[index]).map(({ definition, asked }) => ({ figure: definition, ...asked })),
  );
  let next = 0;
  return passports.map(({ id, definition, answer }, index) => {
    const now = askable[index] ? (sums[next++]?.value ?? null) : null;
    return {
      figureId: definition.id,
      label: definition.label,
      unit: definition.unit,
      passportId: id,
      frozen: answer.value,
      now,
      restated: askable[index] === true && Math.abs((now ?? 0) - (answer.value ?? 0)) > 1e-9,
    };
  });
}
