import type { InputOf } from '#kernel/contract/endpoint.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import type { planCoverage } from '../plan-contract.ts';
import type { CoverageOfDay, FirmOfDay } from './covered-firms.ts';

type Body = InputOf<typeof planCoverage>['body'];

/** Groups that people keep: every firm small, uncovered and not being organised, once, and together a lawful branch (ORG-01, ORG-03). */
export function lockedGroups({ locked = [], apart = [] }: Body, day: CoverageOfDay, forming: ReadonlyMap<string, string>): FirmOfDay[][] {
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  const groups = locked.map((ids, index) => {
    const field = `locked.${index}`;
    const own = ids.flatMap((id) => byId.get(id) ?? []);
    const refuse = (code: string, zh: string, en: string, rule = 'ORG-03') => refusals.push({ code, rule, field, message: { zh, en } });
    const busy = own.find((one) => forming.has(one.id));
    const large = own.find((one) => one.fullMembers >= day.rules.ownBranchMin);
    if (own.length < ids.length || own.some((one) => !one.operating || one.own || one.joint))
      refuse('LOCKED_COVERED', '锁定的企业里有未运营或已覆盖的', 'A locked firm does not operate or is covered already');
    if (ids.some((id) => seen.has(id)) || new Set(ids).size < ids.length)
      refuse('LOCKED_TWICE', '同一家企业锁定了两次', 'A firm is locked twice');
    if (ids.length > day.rules.jointBranchMaxUnits)
      refuse(
        'TOO_MANY_UNITS',
        `联合党支部不超过 ${day.rules.jointBranchMaxUnits} 家`,
        `A joint branch has at most ${day.rules.jointBranchMaxUnits} units`,
      );
    if (own.reduce((sum, one) => sum + one.fullMembers, 0) < day.rules.ownBranchMin)
      refuse(
        'TOO_FEW_MEMBERS',
        `合计须有 ${day.rules.ownBranchMin} 名正式党员`,
        `${day.rules.ownBranchMin} full members are needed together`,
      );
    if (large)
      refuse(
        'OWES_OWN_BRANCH',
        `${large.firm.name}有 ${large.fullMembers} 名正式党员，应单独建立党支部，不能锁进联合支部`,
        `${large.firm.name} has ${large.fullMembers} full members: it owes a branch of its own and cannot be locked into a joint one`,
        'ORG-01',
      );
    if (busy)
      refuse(
        'FORMATION_OPEN',
        `“${forming.get(busy.id) ?? ''}”正在为${busy.firm.name}办理组建`,
        `“${forming.get(busy.id) ?? ''}” is forming a branch for ${busy.firm.name} already`,
        'ORG-06',
      );
    if (apart.some(([a, b]) => ids.includes(a) && ids.includes(b)))
      refuse('LOCKED_APART', '锁定的一组里有两家要求分开', 'Two firms of a locked group are to be kept apart');
    for (const id of ids) seen.add(id);
    return own;
  });
  if (refusals.length > 0) throw invalid(refusals);
  return groups;
}
