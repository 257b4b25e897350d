import type { ChainParams } from './chain-pack.ts';

type Text = { readonly zh: string; readonly en: string };

export const nodeStates = ['missing', 'singlePoint', 'weak', 'normal', 'strong'] as const;
export type NodeState = (typeof nodeStates)[number];

export const nodeStateLabels: Readonly<Record<NodeState, Text>> = {
  missing: { zh: '缺失', en: 'Missing' },
  singlePoint: { zh: '单点', en: 'Single point' },
  weak: { zh: '薄弱', en: 'Weak' },
  normal: { zh: '正常', en: 'Normal' },
  strong: { zh: '优势', en: 'Strong' },
};

/** What is known of a node on a day. Shares are 0..1; null where nobody stated it, and then it says nothing. */
export type NodeFacts = {
  /** operating firms on the node */
  readonly firms: number;
  /** of them above the statistical scale (规上) */
  readonly aboveScale: number;
  /** is one of them the chain's leader (链主)? */
  readonly hasLeader: boolean;
  readonly isKeyNode: boolean;
  readonly localSupply: number | null;
  readonly importDependence: number | null;
};

/**
 * The state of a node with every reason that gives it (rulebook §7.2, in its order: missing, single point, weak,
 * strong, normal). What nobody stated is never guessed: it neither weakens nor strengthens.
 */
export function nodeStateOf(facts: NodeFacts, rules: ChainParams): { readonly state: NodeState; readonly reasons: readonly Text[] } {
  if (facts.firms === 0) return { state: 'missing', reasons: [{ zh: '没有企业', en: 'no firm' }] };
  if (facts.firms === 1 && facts.isKeyNode)
    return { state: 'singlePoint', reasons: [{ zh: '关键环节只有一家企业', en: 'a key node with a single firm' }] };
  const weak = weakReasons(facts, rules);
  if (weak.length > 0) return { state: 'weak', reasons: weak };
  const strong = strongReasons(facts, rules);
  if (strong.length > 0) return { state: 'strong', reasons: strong };
  return { state: 'normal', reasons: [{ zh: `${facts.firms} 家企业，无薄弱项`, en: `${facts.firms} firms, nothing weak` }] };
}

function weakReasons(facts: NodeFacts, rules: ChainParams): Text[] {
  const { firms, aboveScale, localSupply, importDependence } = facts;
  const reasons: Text[] = [];
  if (firms < rules.minFirms) reasons.push({ zh: `企业不足 ${rules.minFirms} 家`, en: `fewer than ${rules.minFirms} firms` });
  if (localSupply !== null && localSupply < rules.weakLocalSupply) {
    reasons.push({
      zh: `本地配套率 ${percent(localSupply)}，低于 ${percent(rules.weakLocalSupply)}`,
      en: `local supply ${percent(localSupply)}, under ${percent(rules.weakLocalSupply)}`,
    });
  }
  if (aboveScale === 0) reasons.push({ zh: '没有规上企业', en: 'no firm above scale' });
  if (importDependence !== null && importDependence > rules.weakImportDependence) {
    reasons.push({
      zh: `进口依赖 ${percent(importDependence)}，高于 ${percent(rules.weakImportDependence)}`,
      en: `imports ${percent(importDependence)}, over ${percent(rules.weakImportDependence)}`,
    });
  }
  return reasons;
}

function strongReasons({ hasLeader, firms, localSupply }: NodeFacts, rules: ChainParams): Text[] {
  const reasons: Text[] = [];
  if (hasLeader) reasons.push({ zh: '有链主企业', en: 'has a chain leader' });
  if (firms >= rules.strongFirms && localSupply !== null && localSupply >= rules.strongLocalSupply) {
    reasons.push({
      zh: `${firms} 家企业，本地配套率 ${percent(localSupply)}`,
      en: `${firms} firms, local supply ${percent(localSupply)}`,
    });
  }
  return reasons;
}

/** What is usually done about a state: fill what is missing or imported, strengthen what is weak, lift what is strong (§7.2). */
export function actionFor(state: NodeState, facts: NodeFacts, rules: ChainParams): 'fill' | 'strengthen' | null {
  if (state === 'missing') return 'fill';
  if (state === 'weak' && facts.importDependence !== null && facts.importDependence > rules.weakImportDependence) return 'fill';
  return state === 'weak' || state === 'singlePoint' || state === 'strong' ? 'strengthen' : null;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
