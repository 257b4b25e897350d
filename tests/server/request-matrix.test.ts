import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { reach, type Situation, situations } from '../harness/request-paths.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/**
 * Every move of a request, in every status, by everybody: what the server answers against the plain tables
 * below, which are written from the rulebook (§8.2) and not from the declaration.
 */
type Person = keyof ServiceZone['people'];

const everybody: readonly Person[] = [
  'contact',
  'stranger',
  'specialist',
  'dispatcher',
  'dispatcher2',
  'economy',
  'tax',
  'power',
  'leader',
  'assessor',
];

const verdicts = ['confirmSolved', 'confirmPartly', 'acceptExplanation', 'reportUnsolved'];
const byTheLead = ['remindFirm', 'sign', 'object', 'contact', 'progress', 'askFirm', 'askExtension', 'resume', 'reply'];
const byTheDispatcher = [
  'submit',
  'accept',
  'refuse',
  'dispatch',
  'merge',
  'split',
  'decideObjection',
  'decideExtension',
  'whistle',
  'supervise',
  'remindFirm',
  'fileCommonProblem',
  'say',
];
const byNobody = ['childClosed', 'waitEnded', 'fallSilent', 'tellChief', 'transferFirm', 'attach'];

/** Whose business a move can be at all: for anybody else it is 403, whatever the status. */
const business: Readonly<Record<Person | 'lead' | 'assisting' | 'called' | 'concerned' | 'outsider', readonly string[]>> = {
  contact: ['submit', 'withdraw', 'supply', ...verdicts, 'say'],
  specialist: ['submit', 'withdraw', 'supply', 'remindFirm', 'whistle', 'say'],
  dispatcher: byTheDispatcher,
  dispatcher2: byTheDispatcher,
  leader: ['decideExtension', 'whistle', 'supervise', 'instruct', 'say'],
  assessor: [],
  stranger: [],
  economy: [],
  tax: [],
  power: [],
  lead: byTheLead,
  assisting: ['assistReply'],
  called: ['reportIn'],
  concerned: ['say'],
  outsider: ['callBack', 'closeUnanswered'],
};

/** Which moves each situation allows, whoever's business they are; `talk` and `instruct` go on while it is open. */
const talk = ['say', 'instruct'];
const allowed: Readonly<Record<Situation, readonly string[]>> = {
  draft: ['submit', 'withdraw', ...talk],
  submitted: ['withdraw', 'accept', 'refuse', 'merge', 'supervise', ...talk],
  accepted: ['withdraw', 'dispatch', 'merge', 'split', 'whistle', 'supervise', ...talk],
  dispatched: ['withdraw', 'merge', 'sign', 'object', 'contact', 'reply', 'whistle', 'supervise', ...talk],
  objected: ['decideObjection', 'supervise', ...talk],
  signed: ['withdraw', 'object', 'contact', 'progress', 'askFirm', 'askExtension', 'reply', 'whistle', 'supervise', ...talk],
  inProgress: ['withdraw', 'contact', 'progress', 'askFirm', 'askExtension', 'reply', 'whistle', 'supervise', ...talk],
  // an assisting unit has not replied, a called one not reported in, an extension is asked: no reply, no second extension
  together: ['withdraw', 'contact', 'progress', 'askFirm', 'decideExtension', 'assistReply', 'reportIn', 'whistle', 'supervise', ...talk],
  waitingEnterprise: ['withdraw', 'progress', 'supply', 'resume', 'whistle', 'supervise', ...talk],
  splitUp: talk,
  replied: ['confirmSolved', 'confirmPartly', 'reportUnsolved', 'callBack', 'remindFirm', 'fileCommonProblem', ...talk],
  cannot: [...verdicts, 'callBack', 'remindFirm', 'fileCommonProblem', ...talk],
  calledBack: ['confirmSolved', 'confirmPartly', 'reportUnsolved', 'remindFirm', 'fileCommonProblem', ...talk],
  confirmed: ['callBack', ...talk],
  reopened: ['withdraw', 'contact', 'progress', 'askFirm', 'askExtension', 'reply', 'whistle', 'supervise', ...talk],
  closed: ['fileCommonProblem'],
  refused: [],
  withdrawn: [],
  merged: [],
  silent: ['confirmSolved', 'confirmPartly', 'reportUnsolved', 'callBack', 'remindFirm', 'fileCommonProblem', ...talk],
};

const lead: readonly Situation[] = [
  'dispatched',
  'objected',
  'signed',
  'inProgress',
  'together',
  'waitingEnterprise',
  'replied',
  'cannot',
  'calledBack',
  'confirmed',
  'reopened',
  'closed',
  'silent',
];
const untouched: readonly Situation[] = ['draft', 'submitted', 'withdrawn'];
const seeEverything: readonly Person[] = ['contact', 'specialist', 'dispatcher', 'dispatcher2', 'leader', 'assessor'];

/** What each move is made with, so that nothing but the rules can refuse it; `{}` where a click is enough. */
const inputs = (zone: ServiceZone, other: string): Readonly<Record<string, Record<string, unknown>>> => ({
  withdraw: { reason: '已自行解决' },
  accept: { level: 'simple' },
  refuse: { reason: '不属本区', advice: '请咨询市局' },
  dispatch: { leadId: zone.units.power },
  merge: { intoId: other, reason: '重复' },
  split: { parts: '用电增容\n线路改造' },
  object: { reason: '不属职责' },
  decideObjection: { leadId: zone.units.power, reason: '按目录' },
  contact: { how: 'phone' },
  progress: { text: '已勘察' },
  askFirm: { reason: 'paper', what: '合同', untilOn: '2026-06-05' },
  supply: { text: '已补' },
  askExtension: { days: 2, reason: '待停电窗口' },
  decideExtension: { granted: true },
  whistle: { unitIds: [zone.units.economy], topic: '会商' },
  assistReply: { text: '无异议' },
  reply: { kind: 'done', text: '已增容' },
  reportUnsolved: { reason: '仍跳闸' },
  callBack: { reached: true },
  supervise: { reason: '催办' },
  instruct: { text: '请抓紧' },
  say: { text: '你好' },
});
const clicks = [
  'submit',
  'sign',
  'resume',
  'reportIn',
  'confirmSolved',
  'confirmPartly',
  'acceptExplanation',
  'closeUnanswered',
  'fileCommonProblem',
  'remindFirm',
];
const allMoves = [...new Set([...Object.values(business).flat(), ...byNobody])];

function hatsOf(person: Person, situation: Situation): readonly (keyof typeof business)[] {
  const hats: (keyof typeof business)[] = [person];
  if (person === 'power' && lead.includes(situation)) hats.push('lead', 'concerned');
  if (person === 'tax' && situation === 'together') hats.push('assisting', 'concerned');
  if (person === 'economy' && situation === 'together') hats.push('called', 'concerned');
  if (person === 'assessor' || person === 'dispatcher2' || (person === 'dispatcher' && untouched.includes(situation)))
    hats.push('outsider');
  // refusing, merging and being merged are no handling: whoever only did that is still outside the line
  if (person === 'dispatcher' && ['refused', 'merged'].includes(situation)) hats.push('outsider');
  return hats;
}

function isSeen(person: Person, situation: Situation): boolean {
  return seeEverything.includes(person) || hatsOf(person, situation).includes('concerned');
}

function isBusinessOf(person: Person, situation: Situation, move: string): boolean {
  return hatsOf(person, situation).some((hat) => business[hat].includes(move));
}

function expected(person: Person, situation: Situation, move: string): 404 | 403 | 409 | 'done' {
  if (!isSeen(person, situation)) return 404;
  if (!isBusinessOf(person, situation, move)) return 403;
  // SRV-EXT: the extension of a simple matter is the dispatcher's to decide
  if (person === 'leader' && move === 'decideExtension') return 409;
  return allowed[situation].includes(move) ? 'done' : 409;
}

let zone: ServiceZone;
let other: string;
beforeAll(async () => {
  zone = await startServiceZone();
  other = await zone.ask('另一件诉求');
});
afterAll(() => zone.close());

test('the tables know every move of the declaration, and no other', async () => {
  const { serviceRequest } = await import('#features/service/cases.ts');
  expect(allMoves.sort()).toEqual(Object.keys(serviceRequest.moves).sort());
});

describe.each(situations)('a request that is %s', (situation) => {
  const doable = allMoves.filter((move) => everybody.some((person) => expected(person, situation, move) === 'done'));

  test("answers everybody's every move as the tables say", async () => {
    const [id = '', ...fresh] = await reach(zone, situation, 1 + doable.length);
    const before = (await zone.people.dispatcher2.get<CaseView>(`/api/service-requests/${id}`)).body;
    const match = { 'if-match': `"${before.row.version}"` };
    const wrong: string[] = [];
    const check = (what: string, got: number, wanted: number) => {
      if (got !== wanted) wrong.push(`${what}: ${got}, expected ${wanted}`);
    };
    for (const person of everybody) {
      const page = await zone.people[person].get<CaseView>(`/api/service-requests/${id}`);
      check(`${person} reads`, page.status, isSeen(person, situation) ? 200 : 404);
      const offered = page.status === 200 ? page.body.moves.filter((move) => move.refusal === null).map((move) => move.name) : [];
      expect(offered.sort(), `offered to ${person}`).toEqual(
        allMoves.filter((move) => expected(person, situation, move) === 'done').sort(),
      );
      for (const move of [...allMoves, 'noSuchMove']) {
        const wanted = move === 'noSuchMove' ? 404 : expected(person, situation, move);
        if (wanted === 'done' && clicks.includes(move)) continue;
        const answer = await zone.people[person].post(`/api/service-requests/${id}/moves/${move}`, {}, match);
        check(`${person} ${move}`, answer.status, wanted === 'done' ? 422 : wanted);
      }
    }
    expect(wrong).toEqual([]);
    expect((await zone.people.dispatcher2.get<CaseView>(`/api/service-requests/${id}`)).body).toEqual(before);

    for (const [index, move] of doable.entries()) {
      const person = everybody.find((one) => expected(one, situation, move) === 'done');
      const answer = person && (await zone.move(zone.people[person], fresh[index] ?? '', move, inputs(zone, other)[move] ?? {}));
      if (answer?.status !== 200) wrong.push(`${person} ${move}: ${answer?.status} ${JSON.stringify(answer?.body)}`);
      else if (answer.body.timeline.at(-1)?.move !== move) wrong.push(`${move} is not the last entry of the timeline`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
