import type { Refusal } from '#kernel/rules/result.ts';
import type { OrganisationParams } from './organisation-pack.ts';

/** A member as an election sees them on its day. */
export type Voter = { readonly isFull: boolean; readonly rightsSuspended: boolean };

/** ORG-18: full members vote and may be elected; probationary members and those whose rights are suspended do not. */
export function mayVote(voter: Voter): boolean {
  return voter.isFull && !voter.rightsSuspended;
}

/** ORG-20: candidates for so many seats: 3 → 4, 5 → 6, 7 → 9. Secretary and deputy stand alone. */
export function candidatesNeeded(seats: number, rules: OrganisationParams): number {
  return seats + Math.ceil((seats * rules.extraCandidatesPercent) / 100);
}

/** ORG-19: enough of those entitled are present. */
export function hasQuorum(entitled: number, present: number, { quorum }: OrganisationParams): boolean {
  const [have, need] = [present * quorum.den, entitled * quorum.num];
  return entitled > 0 && (quorum.strict ? have > need : have >= need);
}

/** ORG-21: more than half of the base. */
export function isElected(yes: number, entitled: number, present: number, rules: OrganisationParams): boolean {
  return yes * 2 > (rules.electionBase === 'entitled' ? entitled : present);
}

/** ORG-17: may a congress of delegates elect instead of all members? */
export function mayHoldCongress(members: number, scattered: boolean, rules: OrganisationParams): boolean {
  return members >= rules.congressFrom || scattered;
}

/** ORG-22: results of secretary and deputy want the upper approval; the others are filed. */
export function needsApproval(post: string): boolean {
  return post === 'secretary' || post === 'deputySecretary';
}

export type ElectionCount = {
  readonly entitled: number;
  readonly present: number;
  readonly seats: number;
  readonly candidates: number;
  /** votes of whoever was elected with the fewest */
  readonly leastVotes: number;
};

/** Everything that makes an election invalid, each with its rule (ORG-19..21). */
export function electionRefusals(count: ElectionCount, rules: OrganisationParams): Refusal[] {
  const { entitled, present, seats, candidates, leastVotes } = count;
  const refusals: Refusal[] = [];
  const refuse = (code: string, rule: string, field: string, zh: string, en: string) =>
    refusals.push({ code, rule, field, message: { zh, en } });
  if (present > entitled) refuse('PRESENT_OVER_ENTITLED', 'ORG-19', 'present', '实到会不能多于应到会', 'More were present than entitled');
  if (!hasQuorum(entitled, present, rules)) {
    const { num, den, strict } = rules.quorum;
    refuse(
      'NO_QUORUM',
      'ORG-19',
      'present',
      `应到会 ${entitled} 人，实到会 ${present} 人，${strict ? '须超过' : '须达到'}应到会的 ${num}/${den}，选举无效`,
      `${present} of ${entitled} present; ${strict ? 'more than' : 'at least'} ${num}/${den} are needed, the election is void`,
    );
  }
  if (seats > 1 && candidates < candidatesNeeded(seats, rules)) {
    refuse(
      'TOO_FEW_CANDIDATES',
      'ORG-20',
      'candidates',
      `应选 ${seats} 名，候选人应不少于 ${candidatesNeeded(seats, rules)} 名`,
      `${seats} seats need at least ${candidatesNeeded(seats, rules)} candidates`,
    );
  }
  if (leastVotes > present)
    refuse('VOTES_OVER_PRESENT', 'ORG-21', 'leastVotes', '得票不能多于实到会人数', 'More votes than people present');
  else if (!isElected(leastVotes, entitled, present, rules)) {
    const base = rules.electionBase === 'entitled' ? entitled : present;
    refuse(
      'NO_MAJORITY',
      'ORG-21',
      'leastVotes',
      `赞成票须超过${rules.electionBase === 'entitled' ? '应到会' : '实到会'}人数 ${base} 的一半，得票 ${leastVotes} 不能当选`,
      `More than half of ${base} is needed; ${leastVotes} votes elect nobody`,
    );
  }
  return refusals;
}
