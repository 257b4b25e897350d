import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';

let zone: PartyZone;
beforeAll(async () => {
  zone = await startPartyZone(9);
});
afterAll(() => zone.close());

type Upload = { batchId: string; sheets: { name: string; headerRow: number; columns: { column: number; field: string | null }[] }[] };
type DryRun = { counts: Record<string, number>; rows: { row: number; outcome: string; refusals: { rule?: string }[] }[] };

async function dryRunOf(record: string, rows: readonly (readonly (string | Date)[])[]): Promise<{ batchId: string; dry: DryRun }> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('名册').addRows(rows.map((row) => [...row]));
  const boundary = 'x-lianxin-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="r.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(await book.xlsx.writeBuffer()), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const uploaded = (await zone.people.officer.post<Upload>(`/api/imports/${record}`, payload, type)).body;
  const [sheet] = uploaded.sheets;
  const dry = await zone.people.officer.post<DryRun>(`/api/import-batches/${uploaded.batchId}/dry-run`, {
    sheet: sheet?.name,
    headerRow: sheet?.headerRow,
    mapping: Object.fromEntries((sheet?.columns ?? []).map((column) => [column.column, column.field])),
  });
  expect(dry.status).toBe(200);
  return { batchId: uploaded.batchId, dry: dry.body };
}

test('ORG-03: a sheet that adds three units to a joint branch of four names the rows beyond five, and writes only the one that fits', async () => {
  const four = { name: '四家联合支部', kind: 'branchJoint', establishedOn: '2025-01-01', unitFirmIds: zone.firms.slice(0, 4) };
  const branch = (await zone.create('organisations', four)).body;
  const units = async () => (await zone.people.officer.get<{ total: number }>(`/api/organisation-units?organisationId=${branch.id}`)).body;
  const { batchId, dry } = await dryRunOf('organisationUnit', [
    ['党组织', '企业名称', '起始日'],
    ['四家联合支部', '企业04', '2026-01-01'],
    ['四家联合支部', '企业05', '2026-01-01'],
    ['四家联合支部', '企业06', '2026-01-01'],
  ]);
  expect(dry.counts).toMatchObject({ added: 1, refused: 2 });
  expect(dry.rows.filter((row) => row.outcome === 'refused').map((row) => [row.row, row.refusals.map((one) => one.rule)])).toEqual([
    [3, ['ORG-03']],
    [4, ['ORG-03']],
  ]);
  expect((await units()).total).toBe(4);
  const whole = await zone.people.officer.post(`/api/import-batches/${batchId}/commit`, { onlyGood: false });
  expect(whole.status).toBe(409);
  expect((await units()).total).toBe(4);
  expect((await zone.people.officer.post(`/api/import-batches/${batchId}/commit`, { onlyGood: true })).status).toBe(200);
  expect((await units()).total).toBe(5);
  expect(await orphans()).toEqual([]);
});

/** What says of a unit that it was made, or lets one be found, though there is none. */
async function orphans(): Promise<unknown[]> {
  const { rows } = await zone.inZone(({ tx }) =>
    sql`SELECT subject_id AS id FROM audit_entries WHERE zone_id = ${zone.zoneId} AND subject_kind = 'organisationUnit' AND action = 'create'
        AND subject_id NOT IN (SELECT id::text FROM organisation_units WHERE zone_id = ${zone.zoneId})
      UNION ALL SELECT id::text FROM search_entries WHERE zone_id = ${zone.zoneId} AND record = 'organisationUnit'
        AND id NOT IN (SELECT id FROM organisation_units WHERE zone_id = ${zone.zoneId})`.execute(tx),
  );
  return rows;
}

test('a dry run, which tries the rows and takes them back, leaves nothing of them behind', async () => {
  await zone.create('organisations', {
    name: '试读支部',
    kind: 'branchJoint',
    establishedOn: '2025-01-01',
    unitFirmIds: zone.firms.slice(5, 7),
  });
  const { dry } = await dryRunOf('organisationUnit', [
    ['党组织', '企业名称', '起始日'],
    ['试读支部', '企业07', '2026-01-01'],
  ]);
  expect(dry.counts).toMatchObject({ added: 1, refused: 0 });
  expect(await orphans()).toEqual([]);
});

test('ORG-10: a sheet with two secretaries of one organisation at once is refused at the second', async () => {
  await zone.create('organisations', { name: '某总支', kind: 'generalBranch', establishedOn: '2022-01-01' });
  const { dry } = await dryRunOf('organisationPost', [
    ['党组织', '姓名', '职务', '任职日'],
    ['某总支', '张三', '书记', '2024-01-01'],
    ['某总支', '李四', '书记', '2025-01-01'],
  ]);
  expect(dry.counts).toMatchObject({ added: 1, refused: 1 });
});
