import type { CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { addDays, dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';

/** When a file about people needs a second person's word (rulebook §12.1). */
export type ExportParams = {
  /** so many rows about people may go out on one's own word */
  readonly rowsMost: number;
  /** for so many days, the day of approval among them, the file may be taken */
  readonly validDays: number;
};

export const defaultExport: RulePack<ExportParams> = {
  code: 'privacy.export',
  edition: 'default-2026',
  effectiveFrom: '2024-01-01',
  source: '平台默认：导出个人信息超过 50 条须说明用途并经第二人批准（规则手册 §12.1）',
  confidence: 'D',
  params: { rowsMost: 50, validDays: 3 },
};

/** The limits in force on a day; what an edition leaves out is the platform's. */
export function exportParamsOn(packs: readonly RulePack[], day: IsoDate): ExportParams {
  const own = packInForce(packs, defaultExport.code, day) as RulePack<Partial<ExportParams>> | undefined;
  return { ...defaultExport.params, ...own?.params };
}

export type ExportState = CaseState & {
  readonly title: string;
  readonly record: string;
  readonly conditions: string;
  readonly rows: number;
  readonly why: string;
  readonly askedById: string;
  readonly askedBy: string;
  readonly askedAt: Instant;
  readonly decidedById: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly taken: number;
};

/** The state that the history of a wish to export amounts to. */
export function foldExport(id: string, events: readonly CaseEvent[]): ExportState {
  const [first] = events;
  const said = (name: string) => (typeof first?.input[name] === 'string' ? first.input[name] : '');
  let state: ExportState = {
    id,
    status: 'asked',
    statusSince: first?.at ?? 0,
    title: said('title'),
    record: said('record'),
    conditions: said('conditions'),
    rows: typeof first?.input['rows'] === 'number' ? first.input['rows'] : 0,
    why: said('why'),
    askedById: first?.actor.id ?? '',
    askedBy: first?.actor.name ?? '',
    askedAt: first?.at ?? 0,
    decidedById: null,
    decidedBy: null,
    decidedAt: null,
    taken: 0,
  };
  const ends: Readonly<Record<string, string>> = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' };
  for (const { move, at, actor } of events) {
    const status = ends[move];
    if (status) state = { ...state, status, statusSince: at };
    if (move === 'approve' || move === 'refuse') state = { ...state, decidedById: actor.id, decidedBy: actor.name, decidedAt: at };
    if (move === 'take') state = { ...state, taken: state.taken + 1 };
  }
  return state;
}

/** Does this approval let the file go out now: to the one who asked, of what was asked, no more rows than were named, in its days? */
export function coversExport(
  state: ExportState,
  asked: { readonly userId: string; readonly record: string; readonly conditions: string; readonly rows: number; readonly now: Instant },
  { validDays }: ExportParams,
): boolean {
  const isSame = state.record === asked.record && state.conditions === asked.conditions && state.askedById === asked.userId;
  if (!isSame || state.status !== 'approved' || state.decidedAt === null || asked.rows > state.rows) return false;
  return dateOf(asked.now) < addDays(dateOf(state.decidedAt), validDays);
}

export function exportTasks(state: ExportState): CaseTask[] {
  if (state.status !== 'asked') return [];
  return [{ key: 'decide', holder: { kind: 'role', id: 'zoneLeader' }, moves: ['approve', 'refuse'], since: state.statusSince }];
}
