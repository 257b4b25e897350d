import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { addMonths, dateOf } from '#kernel/rules/instant.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import { formatMoney } from '#kernel/rules/money.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { wordOf, wordType } from '#kernel/server/documents/word.ts';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { notFound, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { bankInquiry } from '../../inquiry-case.ts';
import { obligation, receivable } from '../../obligation-records.ts';
import { askBanks, extensionFile, openExtensionRequest, radar, type RadarEntry } from '../../radar-contract.ts';
import { radarOn } from '../../rules/radar.ts';
import { extensionPaper } from './extension-paper.ts';
import { guardOpenInquiries, inquiryServer, lockSubject } from './inquiries.ts';
import { noticeMaturities } from './notices.ts';
import { duesUntil, radarEntries } from './radar-rows.ts';

/** A loan past due may be entered: that is when help is needed. One so long past due is a slip of the pen (platform default). */
const loanMonthsPast = 36;

const obligationServer: RecordServer = {
  declaration: obligation,
  async beforeWrite(ask, values, before) {
    const { kind, dueOn } = values;
    const today = dateOf(ask.now);
    const isSlip = kind === 'loan' && dueOn !== before?.['dueOn'] && typeof dueOn === 'string' && dueOn < addMonths(today, -loanMonthsPast);
    const message = { zh: '贷款到期已逾三年，请核对年份', en: 'It fell due more than three years ago: please check the year' };
    return { values: { ...values }, refusals: isSlip ? [{ code: 'DUE_LONG_PAST', field: 'dueOn', rule: 'RADAR', message }] : [] };
  },
  // what is due soon is noted on the day of its entry, not on the next
  afterWrite: (ask, ids) => noticeMaturities(ask.tx, ask.actor.zoneId, dateOf(ask.now), ids),
  beforeEnd: async (ask, row, endedOn) => (endedOn === null ? [] : guardOpenInquiries(ask, String(row['id']))),
};

const receivableServer: RecordServer = {
  declaration: receivable,
  async beforeWrite(ask, values) {
    const { payer, amount, settledOn } = values;
    const message = { zh: '到账日期不能晚于今天', en: 'Not a day to come' };
    return {
      values: { ...values, title: `${String(payer ?? '')} ${formatMoney(BigInt(String(amount ?? '0')))}` },
      refusals:
        typeof settledOn === 'string' && settledOn > dateOf(ask.now)
          ? [{ code: 'NOT_YET', field: 'settledOn', rule: 'RADAR', message }]
          : [],
    };
  },
};

export const radarRecords: readonly RecordServer[] = [obligationServer, receivableServer];
export const radarCases: readonly CaseServer[] = [inquiryServer];

/** Serves the radar, asking several banks at once, the service request, and the extension file. */
export function serveRadar(server: Server): void {
  serve(server, radar, async ({ query }, ask) => {
    const day = dateOf(ask.now);
    const params = radarOn(await loadPacks(ask.tx, ask.actor.zoneId), day);
    return { day, edition: params.edition, bands: [...params.bands], entries: await radarEntries(ask, params, query.firmId) };
  });
  serve(server, askBanks, async ({ params, body }, ask) => {
    const [due] = await duesUntil(ask, '9999-12-31', { id: params.id });
    if (!due || !ask.actor.scope.firms.includes(due.firm_id)) throw notFound(t('到期事项', 'Obligation'));
    const ids: string[] = [];
    for (const bankId of new Set(body.bankIds))
      ids.push(await openCase(ask, bankInquiry, { subjectId: params.id, bankId, note: body.note, consentUntil: body.consentUntil }));
    return { ids };
  });
  serve(server, openExtensionRequest, async ({ params }, ask) => {
    await lockSubject(ask, params.id);
    const entry = await entryOf(ask, params.id);
    if (entry.help.requestId) return { requestId: entry.help.requestId };
    const text = `${entry.title}${dueSaid(entry)}${amountSaid(entry)}，申请协调续贷或展期。${gapSaid(entry)}`;
    const title = `续贷展期：${entry.title}`.slice(0, 60);
    const requestId = await openCase(ask, serviceRequest, { text, firmId: entry.firmId, title, ...(await extensionItem(ask, entry)) });
    await sql`INSERT INTO extension_requests (zone_id, subject_id, request_id) VALUES (${ask.actor.zoneId}, ${entry.id}, ${requestId})`.execute(
      ask.tx,
    );
    return { requestId };
  });
  serve(server, extensionFile, async ({ params }, ask) => {
    const entry = await entryOf(ask, params.id);
    if (entry.kind !== 'loan') throw notALoan;
    const content = await wordOf(await extensionPaper(ask, entry));
    return { fileName: `续贷展期申请（草稿）-${entry.firm}.docx`, contentType: wordType, content };
  });
}

/** The zone's own menu item for loan extensions (LOAN_EXTENSION), by which the request finds its unit; zones name it themselves. */
async function extensionItem(ask: Ask, { kind }: RadarEntry): Promise<{ itemId?: string }> {
  if (kind !== 'loan') return {};
  const { rows } = await sql<{ id: string }>`SELECT id FROM service_items WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL
    AND category = 'finance' AND concat_ws(' ', name, keywords) ~ '续贷|展期' ORDER BY code LIMIT 1`.execute(ask.tx);
  return rows[0] ? { itemId: rows[0].id } : {};
}

async function entryOf(ask: Ask, id: string): Promise<RadarEntry> {
  const params = radarOn(await loadPacks(ask.tx, ask.actor.zoneId), dateOf(ask.now));
  const [due] = await duesUntil(ask, '9999-12-31', { id });
  const entry = due && (await radarEntries(ask, params, due.firm_id)).find((one) => one.id === id);
  if (!entry) throw notFound(t('到期事项', 'Obligation'));
  return entry;
}

const notALoan = new Refused(409, {
  code: 'NOT_A_LOAN',
  rule: 'RADAR',
  message: { zh: '只有贷款可以写续贷申请；其他事项请用“请园区协调”', en: 'Only a loan can be extended; ask the zone about the rest' },
});

const dueSaid = ({ dueOn, daysLeft }: RadarEntry) => `${daysLeft < 0 ? '已于' : '将于'} ${dayInWords(dueOn)} 到期`;
const amountSaid = ({ amount }: RadarEntry) => (amount === null ? '' : `，金额 ${formatMoney(BigInt(amount))}`);

function gapSaid({ gap }: RadarEntry): string {
  if (!gap || gap.short === '0') return '';
  const covered = gap.coveredOn === null ? '' : `，应收款到 ${dayInWords(gap.coveredOn)} 可以覆盖`;
  return `到期前应还 ${formatMoney(BigInt(gap.owed))}，可收 ${formatMoney(BigInt(gap.incoming))}，缺 ${formatMoney(BigInt(gap.short))}${covered}。`;
}
