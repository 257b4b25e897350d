import type { PlanFirm } from './branch-plan.ts';

type Text = { readonly zh: string; readonly en: string };

type Grounds = {
  readonly units: number;
  readonly fullMembers: number;
  readonly park: string | null;
  readonly building: string | null;
  readonly chain: string | null;
  /** the branch they would join */
  readonly joins: string | null;
  readonly least: number;
  readonly most: number;
};

/** Why these firms together: what they share, and that the numbers are in order (ORG-03). */
export function branchWhy({ units, fullMembers, park, building, chain, joins, least, most }: Grounds): Text {
  const zh = [building !== null ? `同在${building}` : park !== null ? `同在${park}` : '', chain !== null ? `同属${chain}链` : ''].filter(
    (one) => one !== '',
  );
  const en = [
    building !== null ? `all in ${building}` : park !== null ? `all in ${park}` : '',
    chain !== null ? `all on the chain ${chain}` : '',
  ].filter((one) => one !== '');
  const together =
    joins === null
      ? {
          zh: `${units} 家合计 ${fullMembers} 名正式党员，达到 ${least} 名、不超过 ${most} 家`,
          en: `${units} firms with ${fullMembers} full members: at least ${least} members, at most ${most} firms`,
        }
      : { zh: `加入“${joins}”，加入后不超过 ${most} 家`, en: `they join “${joins}”, which then has at most ${most} units` };
  if (zh.length === 0) {
    zh.push('由人选定');
    en.push('chosen by people');
  }
  return { zh: `${zh.join('、')}；${together.zh}（ORG-03）`, en: `${en.join(', ')}; ${together.en} (ORG-03)` };
}

/** Why a branch of its own (ORG-01). */
export function independentWhy(fullMembers: number, least: number, inJoint: boolean): Text {
  return {
    zh: `有 ${fullMembers} 名正式党员，达到 ${least} 名，应单独建立党支部（ORG-01）${inJoint ? '；建成后退出现在的联合党支部' : ''}`,
    en: `${fullMembers} full members, ${least} or more: a branch of its own is due (ORG-01)${inJoint ? '; it then leaves its joint branch' : ''}`,
  };
}

/** Why a small firm could not be placed. */
export function uncoveredWhy(firm: PlanFirm): Text {
  if (firm.parkId === null && firm.chainIds.length === 0)
    return {
      zh: '没有登记园区和产业链，无法判断与谁相邻或同行',
      en: 'neither park nor chain is stated, so nobody is near or of its trade',
    };
  return { zh: '同园区、同产业链里没有能与它凑足党员人数的企业', en: 'no firms of its park or chain make up the members with it' };
}
