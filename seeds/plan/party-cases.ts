import { schemeTemplates } from '#features/organisation/rules/scheme-templates.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { addDays, dateOf, instantAt, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { createRandom, itemAt, makeId } from '../random.ts';
import type { PlannedChains } from './chains.ts';
import type { PlannedOrganisations } from './organisation-rows.ts';
import type { PlannedPartyWork } from './party-work.ts';
import type { Person, PlannedCase, PlannedRow, World } from './world.ts';

export type PlannedPartyCases = {
  readonly cases: Readonly<Record<'chainLeader' | 'chainAction' | 'reelection' | 'allianceDecision', readonly PlannedCase[]>>;
  readonly rows: Readonly<Record<'scheme' | 'schemePart' | 'schemeTask' | 'schemeReview', readonly PlannedRow[]>>;
};

type Step = readonly [move: string, on: IsoDate, who: Person, input?: Readonly<Record<string, unknown>>];

/** Leaders named and under review, actions on weak nodes, formations and re-elections under way, decisions of alliances, schemes. */
export function planPartyCases(
  world: World,
  chains: PlannedChains,
  { organisations }: PlannedOrganisations,
  work: PlannedPartyWork,
): PlannedPartyCases {
  const random = createRandom('云锦高新区 party cases');
  const today = dateOf(world.now);
  const ago = (days: number) => addDays(today, -days);
  const officer = itemAt(
    world.people.filter((one) => one.role === 'partyWorkOfficer'),
    0,
  );
  const leaders = world.people.filter((one) => one.role === 'zoneLeader');
  const play = (steps: readonly Step[]): PlannedCase => ({
    id: makeId(random, startOfDay(steps[0]?.[1] ?? today)),
    events: steps.map(([move, on, who, input], index): CaseEvent => ({
      seq: index + 1,
      move,
      at: instantAt(on, '10:00') + index * 60_000,
      actor: { id: who.id, name: who.name, roles: [who.role] },
      input: input ?? {},
    })),
  });
  const chiefOf = (index: number) => itemAt(leaders, index % leaders.length);
  const chainIds = [...chains.chainIds.values()];
  const chainName = (id: string) => String(chains.rows.chain.find((row) => row.id === id)?.values['name'] ?? '');

  const chainLeader = chainIds.flatMap((chainId, index) => {
    const key = world.firms.filter(
      (firm) => firm.isOperating && firm.scale === 'large' && (chains.nodesOf.get(firm.id) ?? []).some((node) => node.chainId === chainId),
    );
    const chief = chiefOf(index);
    return key.slice(0, 4).map((firm, place) => {
      const on = ago(60 + place * 120);
      const opened: Step = [
        'open',
        on,
        officer,
        {
          firmId: firm.id,
          chainId,
          revenue: String(random.int(52, 160) * 10_000_000_000),
          rdShare: random.int(31, 88) / 10,
          marketShare: '细分领域国内前五，附行业协会证明',
          title: `${firm.name} · ${chainName(chainId)}`,
          chiefId: index === 4 ? null : chief.id,
        },
      ];
      const reviewed: Step = ['review', addDays(on, 10), officer, { passed: true, opinion: '专家组一致同意' }];
      if (place === 0 || index === 4) return play([opened, ...(index === 4 ? [] : [reviewed])]);
      const named: Step[] = [
        opened,
        reviewed,
        ['approve', addDays(on, 15), chief],
        ['announce', addDays(on, 20), officer, { until: addDays(on, 27) }],
        ['name', addDays(on, 30), officer],
      ];
      return play(
        place === 1 && index === 0 ? [...named, ['award', addDays(on, 45), officer, { document: '云高发〔2026〕12 号' }]] : named,
      );
    });
  });

  const chainAction = chains.nodes
    .filter((node) => node.weight <= 4)
    .flatMap((node, index) => {
      const name = String(chains.rows.chainNode.find((row) => row.id === node.id)?.values['name'] ?? '');
      const kind = node.weight === 0 ? 'fill' : 'strengthen';
      const department = random.pick(world.departments);
      const chief = chiefOf(chainIds.indexOf(node.chainId));
      const opened: Step = [
        'open',
        ago(80 + index * 3),
        officer,
        {
          kind,
          nodeId: node.id,
          chainId: node.chainId,
          target: kind === 'fill' ? `引进${name}项目` : `${name}增配两家以上企业`,
          ownerDepartmentId: department.id,
          dueOn: addDays(today, (index % 5) * 40 - 25),
          title: `${kind === 'fill' ? '补链' : '强链'}：${name}`,
          chiefId: chief.id,
        },
      ];
      const progress: Step = ['progress', ago(20), officer, { note: '已对接三家意向企业' }];
      return [
        play(
          index % 4 === 3
            ? [
                opened,
                progress,
                ['report', ago(9), officer, { result: '签约一家，落户智造基地' }],
                ...(index % 8 === 3 ? [] : ([['confirm', ago(4), officer]] as Step[])),
              ]
            : index % 2 === 0
              ? [opened, progress]
              : [opened],
        ),
      ];
    });

  const due = organisations.filter((one) => one.kind === 'branchIndependent').slice(0, 6);
  const reelection = due
    .slice(0, 3)
    .map((one, index) =>
      play([
        ['open', ago(40), officer, { organisationId: one.id, title: `换届：${one.name}`, termEndsOn: ago(5) }],
        ...(index > 0 ? ([['request', ago(25), officer, { requestNumber: '请〔2026〕6 号' }]] as Step[]) : []),
        ...(index > 1 ? ([['approve', ago(15), officer, { approvalNumber: '云高党批〔2026〕41 号' }]] as Step[]) : []),
      ]),
    );

  const allianceDecision = work.allianceMeeting.flatMap((meeting, index) => {
    const owner = itemAt(
      (meeting.values['presentIds'] as readonly string[]).length > 0 ? (meeting.values['presentIds'] as readonly string[]) : [''],
      0,
    );
    const on = String(meeting.values['heldOn']);
    if (owner === '') return [];
    const opened: Step = [
      'open',
      on,
      officer,
      {
        meetingId: meeting.id,
        allianceId: meeting.values['allianceId'],
        chairOrganisationId: meeting.values['chairOrganisationId'],
        ownerOrganisationId: owner,
        what: itemAt(['共享一台检测设备', '联合开设一期先锋夜校', '组建一支跨企业攻关小组', '互派两名技术骨干'], index % 4),
        dueOn: addDays(on, 75),
      },
    ];
    const kept: Step[] = [
      ['reportKept', addDays(on, 50), officer, { outcome: '已落实，名单见纪要' }],
      ['confirm', addDays(on, 55), officer],
    ];
    return [play(addDays(on, 80) < today && index % 5 !== 2 ? [opened, ...kept] : [opened])];
  });

  return { cases: { chainLeader, chainAction, reelection, allianceDecision }, rows: planSchemes(world, organisations) };
}

function planSchemes(world: World, organisations: PlannedOrganisations['organisations']): PlannedPartyCases['rows'] {
  const random = createRandom('云锦高新区 schemes');
  const today = dateOf(world.now);
  const createdAt = startOfDay(world.startedOn);
  const row = (values: Record<string, unknown>): PlannedRow => ({ id: makeId(random, createdAt), createdAt, values });
  const rows = {
    scheme: [] as PlannedRow[],
    schemePart: [] as PlannedRow[],
    schemeTask: [] as PlannedRow[],
    schemeReview: [] as PlannedRow[],
  };
  for (const template of schemeTemplates) {
    const year = today.slice(0, 4);
    const dates = template.kind === 'actionPlan' ? { startsOn: `${Number(year) - 2}-01-01`, endsOn: `${year}-12-31` } : {};
    const own = row({
      name: template.name,
      code: template.code,
      kind: template.kind,
      shape: template.shape,
      status: template.code === '九个一' ? 'draft' : 'published',
      source: template.source,
      note: template.note.zh,
      ...dates,
    });
    rows.scheme.push(own);
    template.groups.forEach((group, order) =>
      group.parts.forEach((name, position) => {
        const part = row({
          name,
          schemeId: own.id,
          groupOrder: order + 1,
          groupName: group.name,
          position: position + 1,
          isDefault: group.isDefault,
        });
        rows.schemePart.push(part);
        for (let number = 0; number < 2 && template.kind !== 'checklist'; number += 1) {
          const done = random.chance(0.5);
          const dueOn = addDays(today, random.int(-120, 150));
          rows.schemeTask.push(
            row({
              name: `${name}：${itemAt(['制定清单', '开展一次活动', '总结提升'], number)}`,
              schemeId: own.id,
              partId: part.id,
              ownerDepartmentId: random.pick(world.departments).id,
              dueOn,
              state: done ? 'done' : 'open',
              doneOn: done ? addDays(today, -random.int(5, 100)) : null,
              evidence: done ? '见工作简报' : null,
            }),
          );
        }
        if (template.code !== '五个一') return;
        for (const [index, one] of organisations
          .filter((other) => other.kind === 'branchIndependent')
          .slice(0, 30)
          .entries())
          if (index % 3 !== 2 || position < 3)
            rows.schemeReview.push(
              row({
                title: `${one.name} ${name}`,
                schemeId: own.id,
                partId: part.id,
                organisationId: one.id,
                evidence: '已建立并运行',
                state: index % 3 === 0 ? 'done' : 'submitted',
                reviewedOn: index % 3 === 0 ? addDays(today, -30) : null,
              }),
            );
      }),
    );
  }
  return rows;
}
