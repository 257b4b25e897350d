import { sql } from 'kysely';
import type { DocumentBlock, OfficialDocument } from '#kernel/contract/document.ts';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { formatMoney, formatRate } from '#kernel/rules/money.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import type { Ask } from '#kernel/server/house.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import type { RadarEntry } from '../../radar-contract.ts';
import { statusOn } from '../passport/passport-store.ts';
import { pointsOn } from '../points/points-of.ts';
import { receivablesOf } from './radar-rows.ts';

type Row = readonly [string, string];
type Firm = { readonly uscc: string | null; readonly registered_on: IsoDate | null; readonly address: string | null };

const yuan = (fen: string) => formatMoney(BigInt(fen));
const heading = (text: string): DocumentBlock => ({ kind: 'heading', level: 1, runs: [{ text }] });
const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', runs: [{ text }] });
const blank = '＿＿＿＿＿＿';

/** The draft that a firm takes to the bank: what is on record, blanks for what is not, and what to bring with it. */
export async function extensionPaper(ask: Ask, entry: RadarEntry): Promise<OfficialDocument> {
  const { rows } = await sql<Firm>`SELECT uscc, registered_on, address FROM firms
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${entry.firmId}`.execute(ask.tx);
  const firm = rows[0] ?? { uscc: null, registered_on: null, address: null };
  const bank = await bankOf(ask, entry);
  return {
    title: '续贷（展期）申请书',
    addressee: bank ?? '贷款银行',
    foot: '草稿，由企业核对、填写空格、盖章后使用',
    blocks: [
      heading('一、借款情况'),
      {
        kind: 'table',
        head: ['项目', '内容'],
        rows: [
          ['借款人', entry.firm],
          ['统一社会信用代码', firm.uscc ?? blank],
          ['住所', firm.address ?? blank],
          ['贷款', entry.title],
          ['贷款银行', bank ?? blank],
          ...(await loanRows(ask, entry)),
          ['到期日', `${dayInWords(entry.dueOn)}${entry.daysLeft < 0 ? `（已过 ${-entry.daysLeft} 天）` : ''}`],
        ],
      },
      heading('二、申请事项'),
      paragraph(wish(entry)),
      heading('三、还款来源'),
      ...(await sources(ask, entry)),
      heading('四、企业情况'),
      paragraph(await standing(ask, entry.firmId, firm)),
      heading('五、随附材料（请企业备齐）'),
      paragraph('1. 原借款合同及借据；2. 应收账款合同、发票或对账单；3. 近两年财务报表及最近一期报表；4. 创新积分证明。'),
      paragraph(`法定代表人（签字）：${blank}　联系人及电话：${blank}`),
      paragraph('表中数据取自平台记录，空格处由企业填写；佐证材料可在企业授权后查看。'),
    ],
    signature: `${entry.firm}（盖章）`,
    date: dateOf(ask.now),
  };
}

/** The bank on the register, or by the name that the firm entered. */
async function bankOf(ask: Ask, { id, bankId }: RadarEntry): Promise<string | undefined> {
  if (bankId !== null) return (await titlesByIds(ask, 'provider', [bankId])).get(bankId);
  const { rows } = await sql<{ counterparty: string | null }>`SELECT counterparty FROM obligations
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  return rows[0]?.counterparty ?? undefined;
}

/** What a line says of itself; of a loan that the firm entered, what it entered. */
async function loanRows(ask: Ask, entry: RadarEntry): Promise<readonly Row[]> {
  if (entry.source === 'obligation')
    return [
      ['借款合同号', blank],
      ['到期金额', yuan(entry.amount ?? '0')],
    ];
  const { rows } = await sql<{
    reference: string | null;
    line: string;
    drawn: string;
    balance: string;
    rate_bp: number | null;
    granted_on: IsoDate;
    extended: number;
  }>`SELECT reference, line::text, drawn::text, balance::text, rate_bp, granted_on, extended FROM credit_lines
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${entry.id}`.execute(ask.tx);
  return rows.flatMap((line): Row[] => [
    ['授信合同号', line.reference ?? blank],
    ['授信额度', `${yuan(line.line)}（${dayInWords(line.granted_on)} 授信）`],
    ['累计放款', yuan(line.drawn)],
    ['未还余额', yuan(line.balance)],
    ['年利率', line.rate_bp === null ? blank : formatRate(line.rate_bp)],
    ['已展期', `${line.extended} 次`],
  ]);
}

function wish({ amount, gap }: RadarEntry): string {
  const isShort = gap !== null && gap.short !== '0';
  const covered = gap?.coveredOn ? `（按登记的应收款，${dayInWords(gap.coveredOn)} 可以覆盖）` : '';
  return `因到期日资金安排，申请对上述贷款续贷或延长还款期限：金额 ${isShort && amount !== null ? yuan(lesser(gap.short, amount)) : blank}，延至 ${blank}${covered}。原因：${blank}。`;
}

const lesser = (a: string, b: string) => (BigInt(a) < BigInt(b) ? a : b);

/** The cash on the due day and the money that is expected, as far as the reader sees it. */
async function sources(ask: Ask, { firmId, gap }: RadarEntry): Promise<readonly DocumentBlock[]> {
  const expected = (await receivablesOf(ask, [firmId])).get(firmId) ?? [];
  if (!gap || expected.length === 0) return [paragraph(`还款来源：${blank}。`)];
  const { owed, incoming, short, coveredOn } = gap;
  const today = dateOf(ask.now);
  return [
    {
      kind: 'table',
      caption: '到期日资金情况',
      head: ['到期前应还', '到期前可收', '缺口', '应收款覆盖日'],
      rows: [[yuan(owed), yuan(incoming), yuan(short), coveredOn === null ? '—' : dayInWords(coveredOn)]],
    },
    {
      kind: 'table',
      caption: '登记的应收款',
      head: ['付款方', '金额', '应收日期'],
      rows: expected.map(({ payer, amount, dueOn }) => [
        payer,
        formatMoney(amount),
        `${dayInWords(dueOn)}${dueOn < today ? '（逾期未到）' : ''}`,
      ]),
    },
  ];
}

async function standing(ask: Ask, firmId: string, { registered_on: registeredOn }: Firm): Promise<string> {
  const day = dateOf(ask.now);
  const points = await pointsOn(ask, { id: firmId, registeredOn }, day);
  const since = registeredOn === null ? '' : `我单位成立于 ${dayInWords(registeredOn)}。`;
  if (points.years.length === 0 || points.trace.stage === null) return `${since}尚无创新积分。`;
  const frozen = points.standing.kind === 'frozen' ? '已公示冻结' : '尚未冻结';
  const score = `截至 ${dayInWords(day)}，${points.year} 年度创新积分 ${points.trace.score.toFixed(2)} 分（${frozen}，方案：${points.pack.edition}）。`;
  const { rows } = await sql<{ title: string; valid_until: IsoDate }>`SELECT title, valid_until FROM points_passports t
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND ${statusOn(day)} = 'valid' ORDER BY created_at DESC LIMIT 1`.execute(
    ask.tx,
  );
  const passport = rows.map((one) => `积分通行证“${one.title}”有效至 ${dayInWords(one.valid_until)}，可离线核验。`);
  return `${since}${score}${passport.join('')}`;
}
