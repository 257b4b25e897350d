import type { Refusal } from '#kernel/rules/result.ts';
import { traitsOf, type OrganisationKind } from './kinds.ts';

/** Would `parentId` above `id` close a circle? `parentOf` gives today's legal tree. */
export function closesCircle(id: string, parentId: string, parentOf: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = parentId; at !== undefined && !seen.has(at); at = parentOf.get(at)) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

/** What forbids this parent: a circle in the legal tree, or a kind that leads no other organisation. */
export function parentRefusals(
  organisation: { readonly id: string | null; readonly name: string; readonly kind: OrganisationKind },
  parent: { readonly id: string; readonly name: string; readonly kind: OrganisationKind; readonly dissolvedOn: string | null },
  parentOf: ReadonlyMap<string, string>,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (organisation.id !== null && closesCircle(organisation.id, parent.id, parentOf)) {
    refusals.push({
      code: 'TREE_CIRCLE',
      rule: 'ORG-TREE',
      field: 'parentId',
      message: {
        zh: `“${parent.name}”本身在“${organisation.name}”之下，不能再作它的上级`,
        en: `“${parent.name}” is itself below “${organisation.name}” and cannot be above it`,
      },
    });
  }
  if (!leads(parent.kind)) {
    refusals.push({
      code: 'PARENT_KIND',
      rule: 'ORG-TREE',
      field: 'parentId',
      message: {
        zh: `${traitsOf(parent.kind).label.zh}不领导下级党组织，上级请选党委或党总支`,
        en: `A ${traitsOf(parent.kind).label.en.toLowerCase()} leads no organisation; choose a committee or a general branch`,
      },
    });
  }
  if (parent.dissolvedOn !== null) {
    refusals.push({
      code: 'PARENT_DISSOLVED',
      rule: 'ORG-07',
      field: 'parentId',
      message: { zh: `“${parent.name}”已于 ${parent.dissolvedOn} 撤销`, en: `“${parent.name}” was dissolved on ${parent.dissolvedOn}` },
    });
  }
  return refusals;
}

/** Committees and general branches lead others; a branch does not. */
export function leads(kind: OrganisationKind): boolean {
  return kind === 'committee' || kind === 'generalBranch' || kind === 'chainCommittee';
}

/** How many firms an organisation of a kind may cover: one of an independent branch, the pack's most of a joint one (ORG-03). */
export function unitsRefusal(kind: OrganisationKind, units: number, jointMost: number): Refusal | undefined {
  const limit = traitsOf(kind).mostUnits;
  const most = limit === 'one' ? 1 : limit === 'joint' ? jointMost : undefined;
  if (most === undefined || units <= most) return undefined;
  return {
    code: 'TOO_MANY_UNITS',
    rule: 'ORG-03',
    field: 'unitFirmIds',
    message:
      limit === 'one'
        ? {
            zh: '独立党支部只覆盖一家企业；几家合建请选联合党支部',
            en: 'An independent branch covers one firm; several form a joint branch',
          }
        : {
            zh: `联合党支部覆盖单位一般不超过 ${most} 个，这里有 ${units} 个，请分建`,
            en: `A joint branch normally covers at most ${most} units; these are ${units}; form two`,
          },
    details: { most, units },
  };
}
