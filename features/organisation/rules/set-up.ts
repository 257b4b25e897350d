import { traitsOf, type OrganisationKind } from './kinds.ts';
import type { OrganisationParams, SizeRange } from './organisation-pack.ts';

type Text = { readonly zh: string; readonly en: string };

/** What a rule says of an organisation: 必须 must, 一般 normally, 可以 may (rulebook §0). */
export type Finding = {
  readonly rule: string;
  readonly strength: 'must' | 'normally' | 'may';
  readonly ok: boolean;
  readonly message: Text;
};

export type FirmDuty = 'ownBranch' | 'jointBranch' | 'none';

/** ORG-01, ORG-03: from three full members a branch of its own is due; with fewer, a joint one. */
export function firmDuty(fullMembers: number, rules: OrganisationParams): FirmDuty {
  if (fullMembers >= rules.ownBranchMin) return 'ownBranch';
  return fullMembers > 0 ? 'jointBranch' : 'none';
}

/** ORG-04: a project or site that lasts long enough and has the members is due a branch. */
export function siteDuty(months: number, fullMembers: number, rules: OrganisationParams): FirmDuty {
  return months >= rules.siteMonths ? firmDuty(fullMembers, rules) : 'none';
}

/** What an organisation is made of on a day. */
export type MakeUp = {
  readonly kind: OrganisationKind;
  readonly full: number;
  readonly probationary: number;
  readonly units: number;
  /** posts filled: secretary, deputySecretary, organization, publicity, discipline, member */
  readonly posts: readonly string[];
  /** approved by the upper organisation in spite of its size (确因工作需要) */
  readonly sizeApproved: boolean;
};

/** Everything that the rules say of an organisation's make-up, fulfilled or not (ORG-02, 03, 09, 10, 11). */
export function makeUpFindings(made: MakeUp, rules: OrganisationParams): Finding[] {
  const { kind } = made;
  if (!traitsOf(kind).elected) return [];
  const findings = [sizeFinding(made, rules)];
  if (kind === 'branchJoint') {
    findings.push(
      finding('ORG-03', 'normally', made.units <= rules.jointBranchMaxUnits, {
        zh: `覆盖单位 ${made.units} 个，一般不超过 ${rules.jointBranchMaxUnits} 个`,
        en: `${made.units} units, normally at most ${rules.jointBranchMaxUnits}`,
      }),
      finding('ORG-03', 'must', made.full >= rules.ownBranchMin, {
        zh: `合计 ${made.full} 名正式党员，须达到 ${rules.ownBranchMin} 名`,
        en: `${made.full} full members together; ${rules.ownBranchMin} are needed`,
      }),
    );
  }
  if (kind === 'branchIndependent') {
    findings.push(
      finding('ORG-01', 'must', made.full >= rules.ownBranchMin, {
        zh: `${made.full} 名正式党员，须达到 ${rules.ownBranchMin} 名；不足时应调整或撤销（ORG-07）`,
        en: `${made.full} full members; ${rules.ownBranchMin} are needed, else adjust or dissolve (ORG-07)`,
      }),
    );
  }
  return [...findings, ...committeeFindings(made, rules)];
}

function sizeFinding({ kind, full, probationary, sizeApproved }: MakeUp, rules: OrganisationParams): Finding {
  const members = full + probationary;
  if (kind === 'committee') {
    return finding('ORG-09', 'must', members >= rules.committeeMin || sizeApproved, {
      zh: `党员 ${members} 名，党委一般须达到 ${rules.committeeMin} 名，不足的须经上级批准`,
      en: `${members} members; a committee needs ${rules.committeeMin}, or the upper approval`,
    });
  }
  if (kind === 'generalBranch') {
    return finding('ORG-09', 'must', (members >= rules.generalBranchMin && members < rules.committeeMin) || sizeApproved, {
      zh: `党员 ${members} 名，党总支为 ${rules.generalBranchMin} 名以上、${rules.committeeMin} 名以下`,
      en: `${members} members; a general branch has from ${rules.generalBranchMin} to under ${rules.committeeMin}`,
    });
  }
  return finding('ORG-02', 'normally', members <= rules.branchMaxMembers, {
    zh: `党员 ${members} 名，支部一般不超过 ${rules.branchMaxMembers} 名，超过的应分设或改设党总支`,
    en: `${members} members; a branch normally has at most ${rules.branchMaxMembers}, else split it or make it a general branch`,
  });
}

/** ORG-10, ORG-11: from seven full members a branch has a committee; below, a secretary and perhaps one deputy. */
function committeeFindings({ kind, full, posts }: MakeUp, rules: OrganisationParams): Finding[] {
  const secretaries = posts.filter((post) => post === 'secretary').length;
  const deputies = posts.filter((post) => post === 'deputySecretary').length;
  const has = finding('ORG-10', 'must', secretaries === 1, {
    zh: secretaries === 0 ? '书记空缺' : `书记 ${secretaries} 名，应为 1 名`,
    en: secretaries === 0 ? 'no secretary' : `${secretaries} secretaries; there should be one`,
  });
  if (kind !== 'committee' && kind !== 'generalBranch' && full < rules.branchCommitteeFrom) {
    return [
      has,
      finding('ORG-10', 'must', posts.length <= secretaries + deputies && deputies <= 1, {
        zh: `正式党员不足 ${rules.branchCommitteeFrom} 名，设书记 1 名，必要时副书记 1 名，不设支委会`,
        en: `fewer than ${rules.branchCommitteeFrom} full members: one secretary, one deputy if needed, no committee`,
      }),
    ];
  }
  const range = committeeRange(kind, rules);
  const rule = kind === 'committee' || kind === 'generalBranch' ? 'ORG-11' : 'ORG-10';
  const needed = ['secretary', 'organization', 'publicity', 'discipline'].filter((post) => !posts.includes(post));
  return [
    has,
    finding(rule, rule === 'ORG-10' ? 'must' : 'normally', posts.length >= range.least && posts.length <= range.most, {
      zh: `委员 ${posts.length} 名，一般 ${range.least}—${range.normal} 名，最多 ${range.most} 名`,
      en: `${posts.length} on the committee; normally ${range.least}–${range.normal}, at most ${range.most}`,
    }),
    finding('ORG-10', 'must', needed.length === 0, {
      zh: needed.length === 0 ? '书记和组织、宣传、纪检委员齐备' : `缺 ${needed.map((post) => postWords[post]).join('、')}`,
      en: needed.length === 0 ? 'secretary, organisation, publicity and discipline are filled' : `missing: ${needed.join(', ')}`,
    }),
  ];
}

const postWords: Readonly<Record<string, string>> = {
  secretary: '书记',
  organization: '组织委员',
  publicity: '宣传委员',
  discipline: '纪检委员',
};

/** How large the committee of a kind is (ORG-10, ORG-11). */
export function committeeRange(kind: OrganisationKind, rules: OrganisationParams): SizeRange {
  if (kind === 'committee') return rules.committeeSize.committee;
  return kind === 'generalBranch' ? rules.committeeSize.generalBranch : rules.committeeSize.branch;
}

/** Does a branch of so many full members have a committee (ORG-10)? */
export function hasCommittee(kind: OrganisationKind, full: number, rules: OrganisationParams): boolean {
  return kind === 'committee' || kind === 'generalBranch' || (traitsOf(kind).elected && full >= rules.branchCommitteeFrom);
}

/** Work that only an organisation with a legal home may do; a temporary, functional or action branch may not (ORG-08). */
export const limitedWork = ['recruit', 'discipline', 'collectDues', 'electDelegates', 'holdReelection'] as const;
export type LimitedWork = (typeof limitedWork)[number];

/** May an organisation of this kind do this (ORG-08)? */
export function mayDo(kind: OrganisationKind, work: LimitedWork): boolean {
  if (!traitsOf(kind).legalHome) return false;
  return work !== 'recruit' || traitsOf(kind).recruits !== 'no';
}

/** ORG-13: a group has at least three, one of them full; its leader is a full member. */
export function groupFindings(
  group: { readonly size: number; readonly full: number; readonly leaderIsFull: boolean },
  rules: OrganisationParams,
): Finding[] {
  return [
    finding('ORG-13', 'normally', group.size >= rules.groupMin && group.full >= 1, {
      zh: `党小组 ${group.size} 人、正式党员 ${group.full} 人，一般不少于 ${rules.groupMin} 人且至少 1 名正式党员`,
      en: `${group.size} in the group, ${group.full} full; normally at least ${rules.groupMin} and one full member`,
    }),
    finding('ORG-13', 'normally', group.leaderIsFull, { zh: '组长由正式党员担任', en: 'the leader is a full member' }),
  ];
}

function finding(rule: string, strength: Finding['strength'], ok: boolean, message: Text): Finding {
  return { rule, strength, ok, message };
}
