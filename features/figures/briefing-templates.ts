import type { z } from 'zod';
import { t, type Text } from '#kernel/contract/text.ts';
import type { BriefingBlock, BriefingDraft } from './briefing-contract.ts';

type Draft = z.infer<typeof BriefingDraft>;
type Block = z.infer<typeof BriefingBlock>;
type Runs = Extract<Block, { kind: 'paragraph' }>['runs'];

/** A way to begin a briefing: labelled examples of a zone's own habits, to be edited at will. */
export type BriefingTemplate = { readonly key: string; readonly label: Text; readonly draftOf: (day: string) => Draft };

const empty: Omit<Draft, 'day'> = {
  mark: '高新党建简报',
  title: '（请填写标题）',
  issuer: '党群工作部',
  editorNote: '',
  blocks: [{ kind: 'paragraph', runs: [] }],
  report: '',
  send: '',
  issueTo: '',
  copies: null,
};

/** Text in which `{figureId}` stands for a live number. */
function live(text: string): Runs {
  return text.split(/(\{[A-Za-z]+\})/).flatMap((part): Runs => {
    const id = /^\{([A-Za-z]+)\}$/.exec(part)?.[1];
    if (id) return [{ quote: { figureId: id, wording: { kind: 'exact' }, seen: null } }];
    return part === '' ? [] : [{ text: part }];
  });
}

const heading = (text: string): Block => ({ kind: 'heading', level: 1, runs: [{ text }] });
const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: live(text) });

/** What a template leaves to its writer stands like this in a title, until it is written. */
const leftOpen = /（请填写[^）]*）|（产业链名称）/;

/** The part of a title that is still to be written, if any. */
export function leftOpenIn(title: string): string | undefined {
  return leftOpen.exec(title)?.[0];
}

export const briefingTemplates: readonly BriefingTemplate[] = [
  { key: 'blank', label: t('空白', 'Blank'), draftOf: (day) => ({ ...empty, day }) },
  {
    key: 'monthly',
    label: t('月度情况（示例模板）', 'The month (example template)'),
    draftOf: (day) => ({
      ...empty,
      day,
      title: `${Number(day.slice(5, 7))}月工作情况`,
      blocks: [
        heading('一、组织在链上'),
        paragraph(
          '全区在营企业{operatingFirmCount}，其中在链企业{chainEnterpriseCount}。现有党组织{partyOrganisationCount}，行动党支部{actionBranchCount}，集群党建联建{clusterAllianceCount}；组织覆盖率{orgCoverageRate}，工作覆盖率{workCoverageRate}。',
        ),
        heading('二、服务到企业'),
        paragraph(
          '今年以来受理企业诉求{requestSubmittedCount}，涉及企业{requestFirmCount}；办结用时中位数{requestMedianDays}，企业评定解决率{requestSolvedRate}，满意率{requestSatisfactionRate}。走访{visitHeldCount}，承诺兑现率{promiseKeptRate}。',
        ),
        heading('三、需要关注'),
        paragraph('届满未换届党组织{termOverdueCount}，书记空缺{secretaryVacantCount}；没有企业的关键环节{keyNodesWithoutFirm}。'),
      ],
    }),
  },
  {
    key: 'chain',
    label: t('一链一报（示例模板）', 'One chain (example template)'),
    draftOf: (day) => ({
      ...empty,
      day,
      mark: '产业链党建专报',
      title: '（产业链名称）党建情况',
      blocks: [
        heading('一、链上企业'),
        paragraph('在链企业{chainEnterpriseCount}，链主企业{chainLeaderCount}，关键环节{keyNodeCount}。'),
        heading('二、链上组织'),
        paragraph('组织覆盖率{orgCoverageRate}，集群内独立建立党支部的企业{clusterEnterprisesWithIndependentBranch}。'),
        heading('三、链上服务'),
        paragraph('受理诉求{requestSubmittedCount}，解决率{requestSolvedRate}；推进中的强链补链延链行动{chainActionOpenCount}。'),
      ],
    }),
  },
];
