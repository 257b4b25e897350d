import type { CaseClock, CaseTask, Holder } from '#kernel/rules/case.ts';
import type { ClockEvent } from '#kernel/rules/clock.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { HandlingSpan, RequestState } from './request-state.ts';
import { clockRule, shareOf, slaAt } from './sla.ts';

const dispatcher: Holder = { kind: 'role', id: 'dispatcher' };
const leader: Holder = { kind: 'role', id: 'zoneLeader' };
const department = (id: string): Holder => ({ kind: 'department', id });
const firm = (state: RequestState): Holder => ({ kind: 'firm', id: state.firmId });

/**
 * Every clock of a request (SRV-SLA, rulebook §8.2), each by the edition in force when it started. Only
 * waiting for the firm pauses one, and only the handling clock: everybody else's turn is their own.
 */
export function requestClocks(state: RequestState, packs: readonly RulePack[]): CaseClock[] {
  return [
    ...intakeClocks(state, packs),
    ...unitClocks(state, packs),
    ...state.spans.map((span, index) => closeClock(state, packs, span, index + 1)),
    ...firmClocks(state, packs),
  ];
}

/** The key of the handling clock that is running, or ran last. */
export function currentCloseKey(state: RequestState): string {
  return `close#${Math.max(1, state.spans.length)}`;
}

function intakeClocks(state: RequestState, packs: readonly RulePack[]): CaseClock[] {
  const clocks: CaseClock[] = [];
  if (state.submittedAt !== null) {
    const sla = slaAt(packs, state.submittedAt);
    clocks.push({
      key: 'accept',
      label: { zh: '受理', en: 'Accept' },
      holder: dispatcher,
      rule: clockRule(sla, sla.params.levels[state.level].accept, 'SRV-SLA-ACCEPT'),
      events: run(state.submittedAt, state.acceptedAt ?? state.closedAt),
    });
  }
  if (state.acceptedAt !== null) {
    const sla = slaAt(packs, state.acceptedAt);
    clocks.push({
      key: 'dispatch',
      label: { zh: '派单', en: 'Dispatch' },
      holder: dispatcher,
      rule: clockRule(sla, sla.params.levels[state.level].dispatch, 'SRV-SLA-DISPATCH'),
      events: run(state.acceptedAt, state.firstDispatchedAt ?? state.splitAt ?? state.closedAt),
    });
  }
  state.objections.forEach((objection, index) => {
    const sla = slaAt(packs, objection.at);
    clocks.push({
      key: `objection#${index + 1}`,
      label: { zh: '异议裁定', en: 'Decide objection' },
      holder: dispatcher,
      rule: clockRule(sla, sla.params.decideObjection, 'SRV-OBJ-DECIDE'),
      events: run(objection.at, objection.decidedAt ?? state.closedAt),
    });
  });
  return clocks;
}

function unitClocks(state: RequestState, packs: readonly RulePack[]): CaseClock[] {
  const contacts = state.contacts.map((contact, index): CaseClock => {
    const sla = slaAt(packs, contact.dispatchedAt);
    // each dispatch but the last one was ended by the objection to it
    const objection = state.objections[index];
    return {
      key: `contact#${index + 1}`,
      label: { zh: '首次联系企业', en: 'First contact' },
      holder: department(contact.unitId),
      rule: clockRule(sla, sla.params.levels[state.level].contact, 'SRV-SLA-CONTACT'),
      events: run(contact.dispatchedAt, contact.at ?? objection?.at ?? state.closedAt),
    };
  });
  const assists = state.assists.map((assist): CaseClock => {
    const sla = slaAt(packs, assist.askedAt);
    return {
      key: `assist:${assist.unitId}`,
      label: { zh: '协办回复', en: 'Assisting reply' },
      holder: department(assist.unitId),
      rule: clockRule(sla, sla.params.assist, 'SRV-SLA-ASSIST'),
      events: run(assist.askedAt, assist.repliedAt ?? state.closedAt),
    };
  });
  const whistles = state.whistles.map((whistle, index): CaseClock => {
    const sla = slaAt(packs, whistle.at);
    return {
      key: `report#${index + 1}`,
      label: { zh: '吹哨报到', en: 'Report in' },
      holder: department(whistle.unitId),
      rule: clockRule(sla, sla.params.reportIn, 'SRV-WHISTLE'),
      events: run(whistle.at, whistle.reportedAt ?? state.closedAt),
    };
  });
  return [...contacts, ...assists, ...whistles, ...progressClock(state, packs)];
}

function progressClock(state: RequestState, packs: readonly RulePack[]): CaseClock[] {
  if (state.level !== 'difficult' || state.leadId === null || !['inProgress', 'signed'].includes(state.status)) return [];
  const since = state.progressAt ?? state.contactedAt ?? state.dispatchedAt;
  if (since === null) return [];
  const sla = slaAt(packs, since);
  return [
    {
      key: 'progress',
      label: { zh: '每周进展', en: 'Weekly progress' },
      holder: department(state.leadId),
      rule: clockRule(sla, sla.params.progress, 'SRV-SLA-PROGRESS'),
      events: run(since, null),
    },
  ];
}

/** Why a handling clock stands still, in words; the keys are those of the form (request-fields.ts). */
const waitReasons: Readonly<Record<string, string>> = {
  paper: '需企业补充材料',
  decision: '需企业作出决定',
  access: '需企业配合现场',
  thirdParty: '等待第三方',
};

function closeClock(state: RequestState, packs: readonly RulePack[], span: HandlingSpan, number: number): CaseClock {
  const sla = slaAt(packs, span.openedAt);
  const limit = sla.params.levels[state.level].close;
  const until = span.closedAt ?? Number.POSITIVE_INFINITY;
  const within = (at: Instant) => at >= span.openedAt && at < until;
  const events: ClockEvent[] = [
    { kind: 'start', at: span.openedAt },
    ...state.waits
      .filter((wait) => within(wait.at))
      .flatMap((wait): ClockEvent[] => [
        { kind: 'pause', at: wait.at, until: wait.until, reason: waitReasons[wait.reason] ?? wait.reason },
        ...(wait.endedAt === null ? [] : [{ kind: 'resume' as const, at: wait.endedAt }]),
      ]),
    ...span.extensions.map((extension): ClockEvent => ({ kind: 'extend', at: extension.at, by: { workingDays: extension.days } })),
    ...(span.closedAt === null ? [] : [{ kind: 'stop' as const, at: span.closedAt }]),
  ];
  return {
    key: `close#${number}`,
    label: span.redo ? { zh: `第${number}次办理`, en: `Handling, round ${number}` } : { zh: '办结', en: 'Handling' },
    holder: state.leadId === null ? dispatcher : department(state.leadId),
    rule: clockRule(sla, span.redo ? shareOf(limit, sla.params.reopenShare) : limit, span.redo ? 'SRV-REOPEN' : 'SRV-SLA-CLOSE'),
    events: events.sort((a, b) => a.at - b.at),
  };
}

function firmClocks(state: RequestState, packs: readonly RulePack[]): CaseClock[] {
  const waits = state.waits.map((wait, index): CaseClock => {
    const sla = slaAt(packs, wait.at);
    return {
      key: `wait#${index + 1}`,
      label: { zh: '等待企业补充', en: 'Waiting for the firm' },
      holder: firm(state),
      rule: clockRule(sla, { hours: (wait.until - wait.at) / 3_600_000 }, 'SRV-WAIT'),
      events: run(wait.at, wait.endedAt ?? state.closedAt),
    };
  });
  if (state.reply === null) return waits;
  const sla = slaAt(packs, state.reply.at);
  return [
    ...waits,
    {
      key: 'verdict',
      label: { zh: '企业评定', en: "The firm's verdict" },
      holder: firm(state),
      rule: clockRule(sla, sla.params.verdict, 'SRV-VERDICT'),
      events: run(state.reply.at, state.verdictEndedAt),
    },
  ];
}

function run(from: Instant, to: Instant | null): ClockEvent[] {
  return to === null
    ? [{ kind: 'start', at: from }]
    : [
        { kind: 'start', at: from },
        { kind: 'stop', at: Math.max(from, to) },
      ];
}

/** Who is expected to do what now: the lines that a request puts into inboxes. */
export function requestTasks(state: RequestState): CaseTask[] {
  const tasks: CaseTask[] = [];
  const add = (key: string, holder: Holder, moves: readonly string[], clock?: string, since = state.statusSince) =>
    tasks.push({ key, holder, moves, since, ...(clock ? { clock } : {}) });
  const lead = state.leadId === null ? dispatcher : department(state.leadId);
  switch (state.status) {
    case 'draft':
      add('draft', { kind: 'user', id: state.askerId }, ['submit', 'withdraw']);
      break;
    case 'submitted':
      add('triage', dispatcher, ['accept', 'refuse', 'merge'], 'accept');
      break;
    case 'accepted':
      add('dispatch', dispatcher, ['dispatch', 'split'], 'dispatch');
      break;
    case 'objected':
      add('objection', dispatcher, ['decideObjection'], `objection#${state.objections.length}`);
      break;
    case 'dispatched':
      add('sign', lead, ['sign', 'contact', 'reply', 'object'], `contact#${state.contacts.length}`);
      break;
    case 'signed':
      add(
        'contact',
        lead,
        ['contact', 'reply', 'askFirm'],
        state.contactedAt === null ? `contact#${state.contacts.length}` : currentCloseKey(state),
      );
      break;
    case 'inProgress':
    case 'reopened':
      add('handle', lead, ['reply', 'contact', 'askFirm', 'askExtension'], currentCloseKey(state));
      break;
    case 'waitingEnterprise':
      add('supply', firm(state), ['supply'], `wait#${state.waits.length}`);
      break;
    case 'replied':
      add('verdict', firm(state), ['confirmSolved', 'confirmPartly', 'acceptExplanation', 'reportUnsolved'], 'verdict');
      break;
    case 'silent':
    case 'confirmed':
      add('callBack', dispatcher, ['callBack', 'closeUnanswered']);
      break;
    case 'calledBack':
      add('verdict', firm(state), ['confirmSolved', 'confirmPartly', 'acceptExplanation', 'reportUnsolved']);
      break;
    case 'closed':
      if (state.result === 'unresolved' && state.commonProblemId === null) add('commonProblem', dispatcher, ['fileCommonProblem']);
      break;
  }
  if (state.closedAt !== null) return tasks;
  if (state.pendingExtension)
    add('extension', state.level === 'difficult' ? leader : dispatcher, ['decideExtension'], undefined, state.pendingExtension.at);
  for (const assist of state.assists) {
    if (assist.repliedAt === null)
      add(`assist:${assist.unitId}`, department(assist.unitId), ['assistReply'], `assist:${assist.unitId}`, assist.askedAt);
  }
  state.whistles.forEach((whistle, index) => {
    if (whistle.reportedAt === null)
      add(`report#${index + 1}`, department(whistle.unitId), ['reportIn'], `report#${index + 1}`, whistle.at);
  });
  const inSight = state.supervisedAt ?? state.raisedAt;
  if (inSight !== null && state.instructedAt === null && state.status !== 'replied')
    add('supervise', leader, ['instruct'], currentCloseKey(state), inSight);
  return tasks;
}
