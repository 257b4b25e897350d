import type { z } from 'zod';
import type { BriefingDraft } from '#features/figures/briefing-contract.ts';
import type { Wording } from '#features/figures/rules/fuzzy.ts';
import { articleDay } from './article.ts';

type Draft = z.infer<typeof BriefingDraft>;
type Runs = Extract<Draft['blocks'][number], { kind: 'paragraph' }>['runs'];
type Part = string | readonly [figureId: string, wording?: Wording, filter?: string];

/**
 * The newspaper page's numbers over again, each a live figure in the wording that the page uses (rulebook §14).
 * @param backboneFirm the firm of G15, whose members are counted
 */
export function articleBriefing(backboneFirm: string): Draft {
  const more = (n: number): Wording => ({ kind: 'more', n });
  return {
    mark: '高新党建简报',
    title: '把党组织建到“链”上',
    issuer: '党群工作部',
    day: articleDay,
    editorNote: '',
    blocks: [
      heading('一、产业集群党建'),
      paragraph('实施基层党建', ['actionPlanYears'], '行动计划，集聚', ['chainEnterpriseCount', { kind: 'thousands' }], '企业。'),
      paragraph('“1145”产业集群党建工作由', ['programmePartCounts'], '组成：一个核心、一套班子、四项工程、五联机制。'),
      paragraph(
        '建立集群党建联建',
        ['clusterAllianceCount'],
        '，在集群内独立建立党支部的企业有',
        ['clusterEnterprisesWithIndependentBranch'],
        '，打响集群党建品牌',
        ['clusterPartyBrandCount', more(10)],
        '，组建行动党支部',
        ['actionBranchCount'],
        '。',
      ),
      paragraph('为', ['pointsFinanceEnterpriseCount'], '企业提供授信额度', ['pointsFinanceCreditLineTotal'], '。'),
      paragraph('可选服务', ['serviceMenuItemCount', { kind: 'near' }], '菜单，服务人才企业', ['talentEnterpriseServiceTimes'], '。'),
      heading('二、非公党建'),
      paragraph(
        '以“五个一”行动为总揽，共',
        ['fiveOnesPartCount'],
        '。现有互联网非公企业',
        ['internetNonPublicEnterpriseCount'],
        '、网络社会组织',
        ['networkSocialOrgCount'],
        '。',
      ),
      paragraph('“两高一创”书记占比达', ['qualifiedSecretaryRate'], '。'),
      paragraph(
        '党员领衔累计发明专利',
        ['memberLedInventionPatentCount', more(300)],
        '、重大项目',
        ['memberLedMajorProjectCount', more(50)],
        '。',
      ),
      paragraph('将', ['memberToBackboneRate', { kind: 'exact' }, `firm:${backboneFirm}`], '的党员培养成骨干。'),
    ],
    report: '',
    send: '',
    issueTo: '',
    copies: null,
  };
}

function heading(text: string): Draft['blocks'][number] {
  return { kind: 'heading', level: 1, runs: [{ text }] };
}

function paragraph(...parts: Part[]): Draft['blocks'][number] {
  const runs = parts.flatMap((part): Runs => {
    if (typeof part === 'string') return [{ text: part }];
    const [figureId, wording = { kind: 'exact' as const }, filter] = part;
    return [{ quote: { figureId, wording, seen: null, ...(filter && { filter }) } }];
  });
  return { kind: 'paragraph', runs };
}
