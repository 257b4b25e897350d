import { addWorkingDays, minutesPerWorkday, type WorkCalendar } from '#kernel/rules/calendar.ts';
import { accountOf, type ClockAccount } from '#kernel/rules/clock.ts';
import { dateOf, parseIsoDate, type Instant } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { currentCloseKey, requestClocks } from './request-clocks.ts';
import type { RequestState } from './request-state.ts';
import { slaAt, type SlaParams } from './sla.ts';

type Input = Readonly<Record<string, unknown>>;

/** What the guards look at; `input` is absent while the page only asks whether to offer the move. */
export type Asked = {
  readonly state: RequestState;
  readonly now: Instant;
  readonly calendar: WorkCalendar;
  readonly packs: readonly RulePack[];
  readonly input?: Input;
};

const no = (code: string, rule: string, zh: string, en: string, field?: string): Refusal => ({
  code,
  rule,
  message: { zh, en },
  ...(field ? { field } : {}),
});

const paramsOf = (asked: Asked): SlaParams => slaAt(asked.packs, asked.state.submittedAt ?? asked.now).params;

/** SRV-OBJ: a unit may object within one working day of the dispatch, and a request bears two objections in all. */
export function guardObject(asked: Asked): Refusal | undefined {
  const { state, calendar, now } = asked;
  const { objectionsMost, objectWithinDays } = paramsOf(asked);
  if (state.objections.length >= objectionsMost) {
    return no(
      'OBJECTIONS_SPENT',
      'SRV-OBJ-2',
      `已有 ${objectionsMost} 次异议，由调度员对照双方理由裁定，不再接受异议`,
      `Two objections have been made; the dispatcher decides with both reasons side by side`,
    );
  }
  const last = addWorkingDays(calendar, dateOf(state.dispatchedAt ?? now), objectWithinDays, 'excludeStart').date;
  if (dateOf(now) > last) {
    return no(
      'OBJECTION_LATE',
      'SRV-OBJ-1',
      `异议应在派单后 ${objectWithinDays} 个工作日内（${last} 前）提出`,
      `An objection was due by ${last}`,
    );
  }
  return undefined;
}

/** SRV-WAIT: waiting for the firm has a typed reason and an end, and at most five working days in all, a redo included. */
export function guardAskFirm(asked: Asked): Refusal | undefined {
  const { calendar, now, input } = asked;
  const { waitingMostDays } = paramsOf(asked);
  const left = waitingMostDays - Math.ceil(waitedMinutes(asked) / minutesPerWorkday(calendar));
  if (left <= 0) {
    return no(
      'WAITING_SPENT',
      'SRV-WAIT',
      `等待企业的时间合计已满 ${waitingMostDays} 个工作日`,
      `All ${waitingMostDays} working days of waiting are used`,
    );
  }
  const untilOn = input ? parseIsoDate(String(input['untilOn'] ?? '')) : undefined;
  if (untilOn === undefined) return undefined;
  const last = addWorkingDays(calendar, dateOf(now), left, 'excludeStart').date;
  if (untilOn <= dateOf(now) || untilOn > last) {
    return no(
      'WAITING_END',
      'SRV-WAIT',
      `等待截止日应在明天至 ${last} 之间（还可等待 ${left} 个工作日）`,
      `The wait must end between tomorrow and ${last} (${left} working days are left)`,
      'untilOn',
    );
  }
  return undefined;
}

/** SRV-EXT: asked in time, not twice, and within what the level allows. */
export function guardAskExtension(asked: Asked): Refusal | undefined {
  const { state, calendar, input } = asked;
  const params = paramsOf(asked);
  const { times, most } = params.levels[state.level].extension;
  if (state.pendingExtension)
    return no('EXTENSION_PENDING', 'SRV-EXT', '已有一项延期申请待批', 'An extension is already waiting for decision');
  if ((state.spans.at(-1)?.extensions.length ?? 0) >= times) {
    return no('EXTENSIONS_SPENT', 'SRV-EXT', `此级别最多延期 ${times} 次`, `This level allows ${times} extension(s)`);
  }
  const remaining = closeAccount(asked)?.remainingMinutes ?? 0;
  if (remaining < params.extensionAskDays * minutesPerWorkday(calendar)) {
    return no(
      'EXTENSION_LATE',
      'SRV-EXT',
      `延期须在到期前至少 ${params.extensionAskDays} 个工作日提出`,
      `An extension must be asked at least ${params.extensionAskDays} working day before the due time`,
    );
  }
  const mostDays = 'workingDays' in most ? most.workingDays : 1;
  if (input && Number(input['days'] ?? 0) > mostDays) {
    return no(
      'EXTENSION_LONG',
      'SRV-EXT',
      `此级别延期不超过 ${mostDays} 个工作日`,
      `At most ${mostDays} working days at this level`,
      'days',
    );
  }
  return undefined;
}

/** SRV-EXT: an extension of a difficult matter needs the chief's own approval, any other the dispatcher's. */
export function guardDecideExtension(asked: Asked, roles: readonly string[]): Refusal | undefined {
  if (!asked.state.pendingExtension) return no('NO_EXTENSION', 'SRV-EXT', '没有待批的延期申请', 'No extension is waiting');
  const by = paramsOf(asked).levels[asked.state.level].extension.by;
  if (roles.includes(by)) return undefined;
  return by === 'zoneLeader'
    ? no('EXTENSION_CHIEF', 'SRV-EXT', '疑难事项的延期须由领导批准', "The extension of a difficult matter needs the chief's approval")
    : no('EXTENSION_DISPATCHER', 'SRV-EXT', '此级别的延期由调度员批复', 'An extension at this level is for a dispatcher to decide');
}

/** The lead does not answer over the heads of units it asked for help; a "cannot" names its clause. */
export function guardReply({ state, input }: Asked): Refusal | undefined {
  const open = state.assists.filter((assist) => assist.repliedAt === null).length;
  if (open > 0) {
    return no('ASSIST_OPEN', 'SRV-ASSIST', `还有 ${open} 个协办单位未回复`, `${open} assisting unit(s) have not replied yet`);
  }
  if (input?.['kind'] === 'cannot' && !input['clause']) {
    return no('CLAUSE_MISSING', 'SRV-CANNOT', '答复“不能办”须写明依据的条款', 'A “cannot” must name the clause it rests on', 'clause');
  }
  return undefined;
}

/** Accepting an explanation needs one to accept. */
export function guardAcceptExplanation({ state }: Asked): Refusal | undefined {
  if (state.reply?.kind === 'cannot') return undefined;
  return no(
    'NOTHING_EXPLAINED',
    'SRV-RESULT',
    '答复不是“不能办”，请评定是否解决',
    'The reply was no “cannot”; please say whether it is solved',
  );
}

/** SRV-CALL: one attempt a day, so that three attempts are three days. */
export function guardCallBack({ state, now }: Asked): Refusal | undefined {
  const today = dateOf(now);
  if (!state.callBacks.some((call) => dateOf(call.at) === today)) return undefined;
  return no('CALL_BACK_TODAY', 'SRV-CALL', '今天已回访过一次，请改日再试', 'A call-back was tried today; try on another day');
}

/** SRV-CALL: "no answer" takes at least three attempts on different days. */
export function guardCloseUnanswered(asked: Asked): Refusal | undefined {
  const { callBackAttempts } = paramsOf(asked);
  const missed = asked.state.callBacks.filter((call) => !call.reached).length;
  if (missed >= callBackAttempts) return undefined;
  return no(
    'CALL_BACK_AGAIN',
    'SRV-CALL',
    `须在不同日期回访至少 ${callBackAttempts} 次（已 ${missed} 次）`,
    `At least ${callBackAttempts} attempts on different days are needed (${missed} made)`,
  );
}

/** A duplicate is merged only into an open request of the same firm: another firm's key is its own. */
export function guardMerge({ state, input }: Asked): Refusal | undefined {
  if (!input) return undefined;
  if (input['intoId'] === state.id)
    return no('MERGE_SELF', 'SRV-MERGE', '不能并入自身', 'A request cannot be merged into itself', 'intoId');
  if (input['intoFirmId'] !== state.firmId) {
    return no(
      'MERGE_OTHER_FIRM',
      'SRV-MERGE',
      '只能并入同一企业的诉求；不同企业的同类问题请归入共性问题',
      "Only a request of the same firm can take it in; file different firms' matter as a common problem",
      'intoId',
    );
  }
  if (input['intoOpen'] !== true) return no('MERGE_CLOSED', 'SRV-MERGE', '目标诉求已办结', 'That request is closed already', 'intoId');
  return undefined;
}

/** SRV-REOPEN: after the one redo a "not solved" ends as an honest "unresolved". */
export function isLastChance(state: RequestState, packs: readonly RulePack[], now: Instant): boolean {
  const { reopeningsMost } = slaAt(packs, state.submittedAt ?? now).params;
  return state.spans.filter((span) => span.redo).length >= reopeningsMost;
}

function waitedMinutes({ state, packs, calendar, now }: Asked): number {
  return requestClocks(state, packs)
    .filter((clock) => clock.key.startsWith('close#'))
    .reduce((sum, clock) => sum + accountOf(clock.rule, clock.events, calendar, now).pausedMinutes, 0);
}

/** The account of the handling clock that runs now. */
export function closeAccount({ state, packs, calendar, now }: Asked): ClockAccount | undefined {
  const key = currentCloseKey(state);
  const clock = requestClocks(state, packs).find((one) => one.key === key);
  return clock ? accountOf(clock.rule, clock.events, calendar, now) : undefined;
}
