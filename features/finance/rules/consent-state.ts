import type { CaseClock, CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { addMonths, dateOf, instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';

/** A consent lasts at most so long; then the firm is asked anew (PIP-02, platform default). */
export const consentMonthsMost = 24;

export type ConsentState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly receiverId: string;
  readonly purpose: string;
  readonly scopes: readonly string[];
  readonly wording: string;
  readonly givenAt: Instant;
  readonly givenBy: string;
  readonly untilOn: IsoDate;
  readonly endedAt: Instant | null;
  readonly withdrawnOn: IsoDate | null;
};

/** The state that a consent's history amounts to. */
export function foldConsent(id: string, events: readonly CaseEvent[]): ConsentState {
  const [first] = events;
  const said = (name: string) => (typeof first?.input[name] === 'string' ? first.input[name] : '');
  const scopes = first?.input['scopes'];
  let state: ConsentState = {
    id,
    status: 'inForce',
    statusSince: first?.at ?? 0,
    title: said('title'),
    firmId: said('firmId'),
    receiverId: said('receiverId'),
    purpose: said('purpose'),
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    wording: said('wording'),
    givenAt: first?.at ?? 0,
    givenBy: first?.actor.id ?? '',
    untilOn: said('untilOn'),
    endedAt: null,
    withdrawnOn: null,
  };
  for (const event of events) {
    if (event.move === 'withdraw')
      state = { ...state, status: 'withdrawn', statusSince: event.at, endedAt: event.at, withdrawnOn: dateOf(event.at) };
    if (event.move === 'expire') state = { ...state, status: 'expired', statusSince: event.at, endedAt: event.at };
    if (event.move === 'transferFirm' && typeof event.input['firmId'] === 'string') state = { ...state, firmId: event.input['firmId'] };
  }
  return state;
}

/** Runs to the end of its last day. What is read asks the dates itself: the clock only closes the case. */
export function consentClocks(state: ConsentState): CaseClock[] {
  const hours = Math.max(1, (instantAt(state.untilOn, '24:00') - state.givenAt) / 3_600_000);
  return [
    {
      key: 'consent',
      label: { zh: '授权期限', en: 'Consent runs' },
      holder: { kind: 'firm', id: state.firmId },
      rule: { limit: { hours }, rule: 'PIP-02', edition: '授权期限', yellow: { workingDays: 0, share: 0.05 } },
      events: [{ kind: 'start', at: state.givenAt }, ...(state.endedAt === null ? [] : [{ kind: 'stop' as const, at: state.endedAt }])],
    },
  ];
}

/** PIP-02, PIP-05: a consent names what it opens, and has an end. */
export function refusalOfConsent(input: Readonly<Record<string, unknown>>, today: IsoDate): Refusal | undefined {
  const { untilOn, scopes } = input;
  if (!Array.isArray(scopes) || scopes.length === 0)
    return no('CONSENT_EMPTY', 'scopes', '请至少选一项授权内容', 'Choose at least one thing to open');
  if (typeof untilOn !== 'string' || untilOn <= today)
    return no('CONSENT_END', 'untilOn', '授权截止日应在今天之后', 'The last day must lie after today');
  const most = addMonths(today, consentMonthsMost);
  if (untilOn > most)
    return no(
      'CONSENT_LONG',
      'untilOn',
      `授权最长 ${consentMonthsMost} 个月（至 ${most}）`,
      `At most ${consentMonthsMost} months (until ${most})`,
    );
  return undefined;
}

function no(code: string, field: string, zh: string, en: string): Refusal {
  return { code, field, rule: 'PIP-02', message: { zh, en } };
}
