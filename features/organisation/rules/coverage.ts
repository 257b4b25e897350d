type Text = { readonly zh: string; readonly en: string };

/** A firm as coverage sees it on a day (rulebook §1.3). */
export type CoveredFirm = {
  readonly id: string;
  readonly operating: boolean;
  /** null where nobody stated it */
  readonly employees: number | null;
  readonly fullMembers: number;
  /** covered by an organisation of its own: independent branch, general branch, committee */
  readonly own: boolean;
  /** among the covered units of a joint branch */
  readonly joint: boolean;
  /** an instructor is assigned on the day */
  readonly instructor: boolean;
  /** that instructor visited within the window */
  readonly instructorVisited: boolean;
  readonly liaison: boolean;
  /** has a union, a Youth League or a women's organisation */
  readonly massOrganisation: boolean;
  /** took part in recorded Party work within the window */
  readonly workRecord: boolean;
};

export const coverageMeasures = ['orgCoverageRate', 'independentRate', 'shouldBuildRate', 'workCoverageRate'] as const;
export type CoverageMeasure = (typeof coverageMeasures)[number];

/** 实体运营 counts every operating firm; the 2023 national survey counted those with at least so many employees. */
export type CoverageBase = 'operating' | 'survey';

export const coverageWords: Readonly<Record<CoverageMeasure, { readonly label: Text; readonly definition: Text }>> = {
  orgCoverageRate: {
    label: { zh: '组织覆盖率', en: 'Organisation coverage' },
    definition: {
      zh: '有自己党组织，或在联合党支部覆盖单位之内的企业 ÷ 实体运营企业',
      en: 'firms with an organisation of their own or covered by a joint branch ÷ operating firms',
    },
  },
  independentRate: {
    label: { zh: '单独组建率', en: 'Independent organisations' },
    definition: { zh: '有自己党组织的企业 ÷ 实体运营企业', en: 'firms with an organisation of their own ÷ operating firms' },
  },
  shouldBuildRate: {
    label: { zh: '应建尽建率', en: 'Built where required' },
    definition: {
      zh: '正式党员达到应建人数的企业中，已有自己党组织的',
      en: 'of the firms with enough full members, those with an organisation of their own',
    },
  },
  workCoverageRate: {
    label: { zh: '工作覆盖率', en: 'Work coverage' },
    definition: {
      zh: '组织已覆盖，或有近期走访的指导员、有联络员、有群团组织且近期开展党的工作的企业 ÷ 实体运营企业',
      en: 'covered by an organisation, by an instructor who visited, by a liaison, or by a mass organisation with recent Party work ÷ operating firms',
    },
  },
};

export type Share = {
  readonly numerator: number;
  readonly denominator: number;
  /** 0..1; null when nothing is counted: neither 0 % nor 100 % */
  readonly rate: number | null;
};

export type CoverageRules = { readonly ownBranchMin: number; readonly baseEmployeesMin: number };

/** Is the firm counted at all under this base? */
export function inBase(firm: CoveredFirm, base: CoverageBase, rules: CoverageRules): boolean {
  return firm.operating && (base === 'operating' || (firm.employees ?? 0) >= rules.baseEmployeesMin);
}

/** Is the firm counted below the line of a measure, and above it? A firm counts once however many units it is in (T-COV-2). */
export function counts(
  firm: CoveredFirm,
  measure: CoverageMeasure,
  base: CoverageBase,
  rules: CoverageRules,
): { below: boolean; above: boolean } {
  const below = inBase(firm, base, rules) && (measure !== 'shouldBuildRate' || firm.fullMembers >= rules.ownBranchMin);
  return { below, above: below && isCovered(firm, measure) };
}

function isCovered(firm: CoveredFirm, measure: CoverageMeasure): boolean {
  switch (measure) {
    case 'orgCoverageRate':
      return firm.own || firm.joint;
    case 'independentRate':
    case 'shouldBuildRate':
      return firm.own;
    case 'workCoverageRate':
      return (
        firm.own || firm.joint || (firm.instructor && firm.instructorVisited) || firm.liaison || (firm.massOrganisation && firm.workRecord)
      );
  }
}

/** One rate over these firms. */
export function shareOf(firms: readonly CoveredFirm[], measure: CoverageMeasure, base: CoverageBase, rules: CoverageRules): Share {
  let numerator = 0;
  let denominator = 0;
  for (const firm of firms) {
    const { below, above } = counts(firm, measure, base, rules);
    if (below) denominator += 1;
    if (above) numerator += 1;
  }
  return { numerator, denominator, rate: denominator === 0 ? null : numerator / denominator };
}

/** A gap in words that tell no numbers. */
export const gapWords: Readonly<Record<'ownBranch' | 'jointBranch' | 'instructor' | 'visit' | 'none', Text>> = {
  ownBranch: { zh: '应单独建立党支部（ORG-01）', en: 'a branch of its own is due (ORG-01)' },
  jointBranch: { zh: '宜参加联合党支部（ORG-03）', en: 'it should join a joint branch (ORG-03)' },
  instructor: { zh: '待派指导员或联络员（§1.3）', en: 'an instructor or liaison is due (§1.3)' },
  visit: { zh: '指导员待走访（§1.3）', en: 'the instructor should visit (§1.3)' },
  none: { zh: '已覆盖', en: 'covered' },
};

/** Why the two coverages miss a firm, and what the rules would have done about it. */
export function gapOf(
  firm: CoveredFirm,
  rules: CoverageRules,
): { readonly gap: 'ownBranch' | 'jointBranch' | 'instructor' | 'visit' | 'none'; readonly why: Text } {
  if (!firm.operating) return { gap: 'none', why: { zh: '未运营', en: 'not operating' } };
  if (firm.fullMembers >= rules.ownBranchMin && !firm.own) {
    return {
      gap: 'ownBranch',
      why: {
        zh: `有 ${firm.fullMembers} 名正式党员，应单独建立党支部（ORG-01）`,
        en: `${firm.fullMembers} full members: a branch of its own is due (ORG-01)`,
      },
    };
  }
  if (firm.own || firm.joint) return { gap: 'none', why: { zh: '组织已覆盖', en: 'covered by an organisation' } };
  if (firm.fullMembers > 0) {
    return {
      gap: 'jointBranch',
      why: {
        zh: `有 ${firm.fullMembers} 名正式党员、不足 ${rules.ownBranchMin} 名，宜与邻近或同行企业建联合党支部（ORG-03）`,
        en: `${firm.fullMembers} full members, fewer than ${rules.ownBranchMin}: a joint branch with neighbours or firms of the trade (ORG-03)`,
      },
    };
  }
  if (firm.instructor && !firm.instructorVisited && !firm.liaison)
    return {
      gap: 'visit',
      why: { zh: '已派指导员，但近期没有走访（§1.3）', en: 'an instructor is assigned but has not visited lately (§1.3)' },
    };
  if (firm.instructor || firm.liaison || (firm.massOrganisation && firm.workRecord))
    return { gap: 'none', why: { zh: '工作已覆盖', en: 'covered by work' } };
  return { gap: 'instructor', why: { zh: '没有党员，也没有指导员或联络员（§1.3）', en: 'no member, no instructor, no liaison (§1.3)' } };
}
