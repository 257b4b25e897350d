import { sql } from 'kysely';
import { workingDaysTaken } from '#kernel/rules/calendar.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { makeSystemMove, openCase } from '#kernel/server/cases/move.ts';
import { loadCalendar } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { consent } from '../../consent-case.ts';
import { bankInquiry } from '../../inquiry-case.ts';
import { refusalOfConsent } from '../../rules/consent-state.ts';
import type { InquiryState } from '../../rules/inquiry-state.ts';
import { mayBeSeen } from '../consents.ts';
import { duesUntil } from './radar-rows.ts';

type Input = Readonly<Record<string, unknown>>;

const seesWhatFallsDue = { scope: 'obligations', purposes: ['extension'] } as const;

export const inquiryServer: CaseServer = {
  declaration: bankInquiry,
  async prepare(ask, move, input, state) {
    if (move === 'open') return asked(ask, input);
    if (move !== 'complete') return { ...input };
    const { acceptedAt } = state as InquiryState;
    const calendar = await loadCalendar(ask.tx, ask.actor.zoneId);
    return { ...input, bankDays: workingDaysTaken(calendar, dateOf(acceptedAt ?? ask.now), dateOf(ask.now)) };
  },
  async afterMove(ask, move, _input, state) {
    if (move === 'accept') await closeOthers(ask, state as InquiryState);
  },
};

/** About what of the firm's own falls due, at a bank that it lets see it (PIP-05); the consent may come in the same step. */
async function asked(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const subjectId = String(input['subjectId']);
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(subjectId);
  const [due] = isId ? await duesUntil(ask, '9999-12-31', { id: subjectId }) : [];
  if (!due || !ask.actor.scope.firms.includes(due.firm_id))
    throw invalid([
      {
        code: 'SUBJECT_UNKNOWN',
        field: 'subjectId',
        rule: 'RADAR',
        message: { zh: '没有这项到期事项', en: 'Nothing of yours by that id falls due' },
      },
    ]);
  if (due.kind !== 'loan')
    throw invalid([
      {
        code: 'NOT_A_LOAN',
        field: 'subjectId',
        rule: 'RADAR',
        message: {
          zh: '只有贷款可以询问银行；其他事项请用“请园区协调”',
          en: 'Banks are asked about loans only; ask the zone about the rest',
        },
      },
    ]);
  const firmId = due.firm_id;
  const bankId = String(input['bankId']);
  const { rows: banks } =
    await sql`SELECT 1 FROM providers WHERE zone_id = ${ask.actor.zoneId} AND id = ${bankId} AND kind = 'bank' AND ended_on IS NULL`.execute(
      ask.tx,
    );
  if (banks.length === 0)
    throw invalid([{ code: 'RECEIVER_KIND', field: 'bankId', rule: 'PIP-05', message: { zh: '请选择银行', en: 'Choose a bank' } }]);
  await lockSubject(ask, subjectId);
  const { rows: open } =
    await sql`SELECT 1 FROM bank_inquiries WHERE zone_id = ${ask.actor.zoneId} AND subject_id = ${subjectId} AND bank_id = ${bankId}
    AND status IN ('asked', 'offered', 'accepted')`.execute(ask.tx);
  if (open.length > 0)
    throw invalid([
      {
        code: 'ASKED_ALREADY',
        field: 'bankId',
        rule: 'RADAR',
        message: { zh: '已经问过这家银行，还没有结束', en: 'This bank is being asked already' },
      },
    ]);
  await consentTo(ask, firmId, bankId, input['consentUntil']);
  const names = await titlesByIds(ask, 'provider', [bankId]);
  const { consentUntil: _until, ...kept } = input;
  return {
    ...kept,
    firmId,
    bankId,
    subject: due.title,
    amount: due.amount,
    dueOn: due.due_on,
    title: `${due.firm} · ${due.title} → ${names.get(bankId) ?? ''}`,
  };
}

/** Two people of a firm may press at the same time: the second finds what the first has asked for. */
export async function lockSubject(ask: Ask, id: string): Promise<void> {
  for (const table of ['obligations', 'credit_lines'])
    await sql`SELECT 1 FROM ${sql.table(table)} WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
}

async function consentTo(ask: Ask, firmId: string, bankId: string, untilOn: unknown): Promise<void> {
  if (await mayBeSeen(ask, firmId, bankId, seesWhatFallsDue)) return;
  if (typeof untilOn !== 'string')
    throw invalid([
      {
        code: 'CONSENT_MISSING',
        field: 'consentUntil',
        rule: 'PIP-05',
        message: {
          zh: '须先为续贷展期授权该银行查看到期事项：填授权截止日',
          en: 'Let the bank see what falls due, for an extension, first: give the last day',
        },
      },
    ]);
  const scopes = ['obligations'];
  const refusal = refusalOfConsent({ scopes, untilOn }, dateOf(ask.now));
  if (refusal) throw invalid([{ ...refusal, field: 'consentUntil' }]);
  await openCase(ask, consent, { firmId, receiverId: bankId, purpose: 'extension', scopes, untilOn });
}

/**
 * One bank was taken: the others learn that theirs is closed, and nothing else. To them it is a withdrawal by the same hand as any
 * other; a closing of its own kind would say that another bank was asked.
 */
async function closeOthers(ask: Ask, taken: InquiryState): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM bank_inquiries WHERE zone_id = ${ask.actor.zoneId} AND subject_id = ${taken.subjectId}
    AND id <> ${taken.id} AND status IN ('asked', 'offered', 'accepted') ORDER BY id`.execute(ask.tx);
  for (const { id } of rows) await makeSystemMove(ask, bankInquiry, id, 'withdraw', {});
}

/** What was asked of a bank that may look no more is closed with the consent. */
export async function endInquiries(ask: Ask, firmId: string, bankId: string): Promise<void> {
  if (await mayBeSeen(ask, firmId, bankId, seesWhatFallsDue)) return;
  const { rows } = await sql<{ id: string }>`SELECT id FROM bank_inquiries WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND bank_id = ${bankId} AND status IN ('asked', 'offered', 'accepted') ORDER BY id`.execute(ask.tx);
  const system = { ...ask, actor: systemActor(ask.actor.zoneId) };
  for (const { id } of rows) await makeSystemMove(system, bankInquiry, id, 'close', {});
}

/** What a bank is being asked about is not ended behind its back: the firm withdraws, or the bank completes, first. */
export async function guardOpenInquiries(ask: Ask, subjectId: string): Promise<Refusal[]> {
  const { rows } = await sql`SELECT 1 FROM bank_inquiries WHERE zone_id = ${ask.actor.zoneId} AND subject_id = ${subjectId}
    AND status IN ('asked', 'offered', 'accepted') LIMIT 1`.execute(ask.tx);
  if (rows.length === 0) return [];
  const message = {
    zh: '正在就此询问银行：请先撤回询价，或等银行办结',
    en: 'Banks are being asked about it: withdraw the inquiries first, or let the bank complete',
  };
  return [{ code: 'INQUIRIES_OPEN', rule: 'RADAR', message }];
}
