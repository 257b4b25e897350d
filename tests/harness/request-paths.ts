import type { ServiceZone } from './service-zone.ts';

/** Every status of a request, two of them in a second shape: `together` (units asked and called), `cannot` (a reply of no). */
export const situations = [
  'draft',
  'submitted',
  'accepted',
  'dispatched',
  'objected',
  'signed',
  'inProgress',
  'together',
  'waitingEnterprise',
  'splitUp',
  'replied',
  'cannot',
  'calledBack',
  'confirmed',
  'reopened',
  'closed',
  'refused',
  'withdrawn',
  'merged',
  'silent',
] as const;
export type Situation = (typeof situations)[number];

type Step = readonly [who: keyof ServiceZone['people'], move: string, input?: Record<string, unknown>];
type Path = { readonly from?: Situation; readonly steps: readonly Step[] };

function pathsOf(
  { units }: ServiceZone,
  other: string,
): Readonly<Record<Exclude<Situation, 'silent' | 'draft' | 'confirmed' | 'closed'>, Path>> {
  return {
    submitted: { steps: [] },
    accepted: { steps: [['dispatcher', 'accept', { level: 'simple' }]] },
    dispatched: { steps: [['dispatcher', 'accept', { level: 'simple', leadId: units.power }]] },
    objected: { from: 'dispatched', steps: [['power', 'object', { reason: '不属职责' }]] },
    signed: { from: 'dispatched', steps: [['power', 'sign']] },
    inProgress: { from: 'signed', steps: [['power', 'contact', { how: 'phone' }]] },
    together: {
      steps: [
        ['dispatcher', 'accept', { level: 'simple', leadId: units.power, assistIds: [units.tax] }],
        ['power', 'contact', { how: 'phone' }],
        ['specialist', 'whistle', { unitIds: [units.economy], topic: '会商' }],
        ['power', 'askExtension', { days: 2, reason: '待停电窗口' }],
      ],
    },
    waitingEnterprise: { from: 'inProgress', steps: [['power', 'askFirm', { reason: 'paper', what: '合同', untilOn: '2026-06-05' }]] },
    splitUp: { from: 'accepted', steps: [['dispatcher', 'split', { parts: '用电增容\n线路改造' }]] },
    replied: { from: 'inProgress', steps: [['power', 'reply', { kind: 'done', text: '已增容' }]] },
    cannot: { from: 'inProgress', steps: [['power', 'reply', { kind: 'cannot', text: '线路已满', clause: '供电营业规则第 17 条' }]] },
    calledBack: { from: 'replied', steps: [['assessor', 'callBack', { reached: true }]] },
    reopened: { from: 'replied', steps: [['contact', 'reportUnsolved', { reason: '仍跳闸' }]] },
    refused: { steps: [['dispatcher', 'refuse', { reason: '不属本区', advice: '请咨询市局' }]] },
    withdrawn: { steps: [['contact', 'withdraw', { reason: '已自行解决' }]] },
    merged: { steps: [['dispatcher', 'merge', { intoId: other, reason: '重复' }]] },
  };
}

/**
 * Requests brought into a situation by lawful moves through HTTP. `silent` moves the clock on by nine days;
 * `confirmed` and `closed` are up to the draw of the call-back sample, so both are asked until enough came.
 */
export async function reach(zone: ServiceZone, situation: Situation, count: number): Promise<string[]> {
  if (situation === 'silent') {
    const ids = await reach(zone, 'replied', count);
    await zone.later(9 * 86_400_000);
    return ids;
  }
  if (situation === 'confirmed' || situation === 'closed') return drawn(zone, situation, count);
  const other = situation === 'merged' ? await zone.ask('先提的一件') : '';
  const ids: string[] = [];
  for (let done = 0; done < count; done += 1) ids.push(await reachOne(zone, situation, other));
  return ids;
}

async function reachOne(
  zone: ServiceZone,
  situation: Exclude<Situation, 'silent' | 'confirmed' | 'closed'>,
  other: string,
): Promise<string> {
  if (situation === 'draft') {
    const opened = await zone.people.contact.post<{ row: { id: string } }>('/api/service-requests', {
      text: '车间经常跳闸',
      asDraft: true,
    });
    return opened.body.row.id;
  }
  const { from, steps } = pathsOf(zone, other)[situation];
  const id = from ? await reachOne(zone, from as 'submitted', other) : await zone.ask();
  for (const [who, move, input] of steps) {
    const answer = await zone.move(zone.people[who], id, move, input);
    if (answer.status !== 200) throw new Error(`${who} ${move} on the way to ${situation}: ${JSON.stringify(answer.body)}`);
  }
  return id;
}

async function drawn(zone: ServiceZone, wanted: 'confirmed' | 'closed', count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let tries = 0; ids.length < count && tries < 200; tries += 1) {
    const id = await reachOne(zone, 'replied', '');
    const answer = await zone.move(zone.people.contact, id, 'confirmSolved', { rating: 'satisfied' });
    if (answer.body.status === wanted) ids.push(id);
  }
  if (ids.length < count) throw new Error(`The draw brought only ${ids.length} of ${count} requests to ${wanted}`);
  return ids;
}
