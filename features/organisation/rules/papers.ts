/** What a procedure has stated so far, as its papers quote it; null is left open in the draft for a person to fill. */
export type PaperFacts = {
  readonly organisation: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly units: readonly { readonly name: string; readonly full: number }[];
  readonly ground: string | null;
  readonly numbers: Readonly<Record<string, string | null>>;
  readonly electedOn: string | null;
  readonly count: { readonly entitled: number; readonly present: number; readonly seats: number; readonly candidates: number } | null;
  readonly officers: readonly { readonly post: string; readonly name: string }[];
  readonly termEndsOn: string | null;
  readonly newHome: string | null;
};

export type Procedure = 'formation' | 'reelection' | 'dissolution';

export type Paper = {
  readonly key: string;
  readonly title: string;
  readonly to: string;
  readonly paragraphs: readonly string[];
  readonly from: string;
  readonly rule: string;
};

const open = '（待填）';

/** The papers that a procedure needs, drafted from what is known (ORG-06, ORG-07, ORG-14..22). Names of papers are the platform's default list. */
export function papersOf(procedure: Procedure, facts: PaperFacts): Paper[] {
  const parent = facts.parent ?? open;
  const { organisation, numbers } = facts;
  const approval = (title: string, about: string, rule: string): Paper => ({
    key: 'approval',
    title,
    to: `${organisation}：`,
    paragraphs: [`你单位《${about}》（${numbers['request'] ?? open}）收悉。经研究，${'同意'}。请按规定程序办理，并将结果报我委备案。`],
    from: parent,
    rule,
  });
  switch (procedure) {
    case 'formation':
      return [
        {
          key: 'application',
          title: `关于成立${organisation}的申请`,
          to: `${parent}：`,
          paragraphs: [
            `${facts.units.length > 1 ? '下列单位' : '我单位'}现有正式党员 ${facts.units.reduce((sum, unit) => sum + unit.full, 0)} 名，具备成立${facts.kind}的条件。`,
            ...facts.units.map((unit, index) => `${index + 1}. ${unit.name}，正式党员 ${unit.full} 名。`),
            `${facts.ground ?? ''}`,
            `为加强党员教育管理、发挥党组织作用，申请成立${organisation}。`,
            '妥否，请批示。',
          ].filter((line) => line !== ''),
          from: facts.units[0]?.name ?? open,
          rule: 'ORG-06',
        },
        approval(`关于同意成立${organisation}的批复`, `关于成立${organisation}的申请`, 'ORG-06'),
        electionReport(facts, parent),
        filing(facts, parent),
      ];
    case 'reelection':
      return [
        {
          key: 'request',
          title: `关于${organisation}换届选举的请示`,
          to: `${parent}：`,
          paragraphs: [
            `${organisation}本届任期于 ${facts.termEndsOn ?? open} 届满。根据有关规定，拟进行换届选举，书记、副书记等额，委员差额提名。`,
            '妥否，请批示。',
          ],
          from: organisation,
          rule: 'ORG-14、ORG-20',
        },
        approval(`关于同意${organisation}换届选举的批复`, `关于${organisation}换届选举的请示`, 'ORG-14'),
        electionReport(facts, parent),
        filing(facts, parent),
      ];
    case 'dissolution':
      return [
        {
          key: 'request',
          title: `关于撤销${organisation}的请示`,
          to: `${parent}：`,
          paragraphs: [
            `${facts.ground ?? open}，${organisation}已不具备设置条件，拟予撤销。`,
            `撤销后，党员组织关系转入${facts.newHome ?? open}。`,
            '妥否，请批示。',
          ],
          from: organisation,
          rule: 'ORG-07',
        },
        approval(`关于同意撤销${organisation}的批复`, `关于撤销${organisation}的请示`, 'ORG-07'),
      ];
  }
}

function electionReport(facts: PaperFacts, parent: string): Paper {
  const { count } = facts;
  return {
    key: 'electionReport',
    title: `关于${facts.organisation}选举结果的报告`,
    to: `${parent}：`,
    paragraphs: [
      `${facts.electedOn ?? open}，${facts.organisation}召开党员大会。应到会有选举权的党员 ${count?.entitled ?? open} 名，实到会 ${count?.present ?? open} 名，符合规定人数。`,
      `应选 ${count?.seats ?? open} 名，候选人 ${count?.candidates ?? open} 名，以无记名投票方式选举产生：`,
      ...(facts.officers.length > 0 ? facts.officers.map((officer) => `${officer.post}：${officer.name}`) : [open]),
      '书记、副书记请予批准，委员请予备案。',
    ],
    from: facts.organisation,
    rule: 'ORG-19、ORG-21、ORG-22',
  };
}

function filing(facts: PaperFacts, parent: string): Paper {
  return {
    key: 'filing',
    title: `${facts.organisation}备案表`,
    to: '',
    paragraphs: [
      `党组织名称：${facts.organisation}`,
      `类型：${facts.kind}`,
      `上级党组织：${parent}`,
      `覆盖单位：${facts.units.map((unit) => unit.name).join('、') || open}`,
      `批复文号：${facts.numbers['approval'] ?? open}`,
      `选举（任命）日期：${facts.electedOn ?? open}`,
      `班子成员：${facts.officers.map((officer) => `${officer.name}（${officer.post}）`).join('、') || open}`,
    ],
    from: parent,
    rule: 'ORG-06、ORG-22',
  };
}
