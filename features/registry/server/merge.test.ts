import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, usccOf, type Answer, type Registry } from './registry.fixture.ts';

let registry: Registry;
let number = 0;

beforeAll(async () => {
  registry = await openRegistry();
});
afterAll(() => registry.close());

const dispatcher = () => registry.as(['dispatcher']);
const why = '同一家企业录入了两次';

async function createFirm(values: Record<string, unknown>): Promise<Row> {
  const { status, body } = await dispatcher()('POST', '/api/firms', { status: 'operating', ...values });
  expect({ status, body }).toMatchObject({ status: 201 });
  return rowOf(body);
}

type Row = Record<string, unknown> & { id: string; version: number };
const rowOf = (body: Answer['body']): Row => body as unknown as Row;
const read = async (id: string) => rowOf((await dispatcher()('GET', `/api/firms/${id}`)).body);
const code = () => usccOf((number += 1));

/** A row of a table that no declaration tells of. */
async function quietWeek(id: string, firmId: string): Promise<void> {
  await registry.sql(`INSERT INTO quiet_weeks (zone_id, id, firm_id, from_on, to_on, created_at)
    VALUES ('${registry.zoneId}', '${id}', '${firmId}', '2026-06-01', '2026-06-07', now())`);
}

/** Everything of the zone that a merge may touch, but for versions and times. */
async function picture(): Promise<unknown> {
  const tables = ['firms', 'people', 'fixture_notes', 'case_tasks', 'case_parties', 'record_aliases', 'search_entries', 'quiet_weeks'];
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const key = table.startsWith('case_') ? 'case_id' : 'id';
    // a sealed phone reads differently each time it is sealed; its index does not
    found[table] = (
      await registry.sql(`SELECT to_jsonb(x) - '{version,updated_at,contact_phone}'::text[] AS row FROM ${table} x ORDER BY ${key}`)
    ).map(({ row }) => row);
  }
  return found;
}

test('a merge takes every case, person and quiet week over, and the asker keeps sight of the case', async () => {
  const from = await createFirm({ name: '昆山甲乙科技有限公司', uscc: code(), contactPhone: '13812345678' });
  const into = await createFirm({ name: '甲乙科技有限公司', address: '元丰路 232 号' });
  const contact = registry.as(['enterpriseContact'], { firms: [from.id] });
  const opened = await contact('POST', '/api/fixture-notes', { title: '用电报装', firmId: from.id });
  const noteId = (opened.body['row'] as Row).id;
  const person = await registry.as(['partyWorkOfficer'])('POST', '/api/people', { name: '李四', firmId: from.id });
  await quietWeek(String(person.body.id), from.id);

  const merged = await dispatcher()('POST', `/api/firms/${from.id}/merge`, { intoId: into.id, intoVersion: 1, why }, 1);
  expect(merged).toMatchObject({ status: 200, body: { moved: { cases: 1, records: 2 }, undone: null, why } });

  expect(await read(from.id)).toMatchObject({ endedOn: '2026-06-03', mergedIntoId: into.id });
  expect(await read(into.id)).toMatchObject({
    name: '甲乙科技有限公司',
    uscc: from['uscc'],
    address: '元丰路 232 号',
    contactPhone: '138****5678',
    formerNames: '昆山甲乙科技有限公司',
    endedOn: null,
  });
  const cases = await dispatcher()('GET', `/api/fixture-notes?firmId=${into.id}`);
  expect(cases.body).toMatchObject({ total: 1, rows: [{ id: noteId, firmId: into.id }] });
  const after = registry.as(['enterpriseContact'], { firms: [into.id] });
  const said = await after('POST', `/api/fixture-notes/${noteId}/moves/say`, { word: '还在等' }, 1);
  expect(said).toMatchObject({ status: 200, body: { row: { firmId: into.id } } });
  expect((await registry.as(['partyWorkOfficer'])('GET', `/api/people/${person.body.id}`)).body).toMatchObject({
    firmId: into.id,
    version: 2,
  });
  expect(
    (await registry.sql(`SELECT input->>'firmId' AS firm FROM case_events WHERE case_id = '${noteId}' AND seq = 1`))[0]?.['firm'],
  ).toBe(from.id);
});

test('a page that was open during the merge still files under the surviving firm', async () => {
  const from = await createFirm({ name: '丙丁旧' });
  const into = await createFirm({ name: '丙丁新' });
  await dispatcher()('POST', `/api/firms/${from.id}/merge`, { intoId: into.id, intoVersion: 1, why }, 1);
  const late = await dispatcher()('POST', '/api/fixture-notes', { title: '晚到的诉求', firmId: from.id });
  expect(late.body).toMatchObject({ row: { firmId: into.id } });
});

test('the search box finds the surviving firm by the name that was given up', async () => {
  const from = await createFirm({ name: '戊己旧名科技' });
  const into = await createFirm({ name: '庚辛科技' });
  await dispatcher()('POST', `/api/firms/${from.id}/merge`, { intoId: into.id, intoVersion: 1, why }, 1);
  const found = await dispatcher()('GET', `/api/search?q=${encodeURIComponent('戊己旧名')}`);
  expect(found.body).toMatchObject({ groups: [{ record: 'firm', hits: [{ id: into.id, matched: { field: 'formerNames' } }] }] });
});

test('merge and undo, in any number and any allowed order, leave everything as it was', async () => {
  const value = fc.record({
    name: fc.stringMatching(/^[甲乙丙丁]{2,4}科技$/u),
    coded: fc.boolean(),
    employees: fc.option(fc.nat({ max: 500 })),
    contactPhone: fc.option(fc.constantFrom('13812345678', '13912345678')),
    isKey: fc.option(fc.boolean()),
    notes: fc.nat({ max: 2 }),
  });
  const choose = fc.dictionary(fc.constantFrom('name', 'uscc', 'employees', 'contactPhone', 'isKey'), fc.constantFrom('from', 'into'));
  await fc.assert(
    fc.asyncProperty(fc.tuple(value, value, value), choose, choose, async (values, first, second) => {
      const firms: Row[] = [];
      for (const { coded, notes, ...fields } of values) {
        const created = await createFirm({ ...fields, ...(coded ? { uscc: code() } : {}) });
        for (let index = 0; index < notes; index += 1)
          await dispatcher()('POST', '/api/fixture-notes', { title: `诉求${index}`, firmId: created.id });
        const person = await registry.as(['partyWorkOfficer'])('POST', '/api/people', { name: '李四', firmId: created.id });
        await quietWeek(String(person.body.id), created.id);
        firms.push(created);
      }
      const [a, b, c] = firms as [Row, Row, Row];
      const before = await picture();
      const one = await dispatcher()('POST', `/api/firms/${a.id}/merge`, { intoId: b.id, intoVersion: 1, choose: first, why }, 1);
      expect(one).toMatchObject({ status: 200 });
      const between = await picture();
      const now = await read(b.id);
      const two = await dispatcher()(
        'POST',
        `/api/firms/${b.id}/merge`,
        { intoId: c.id, intoVersion: 1, choose: second, why },
        now.version,
      );
      expect(two).toMatchObject({ status: 200 });
      const early = await dispatcher()('POST', `/api/firm-merges/${one.body.id}/undo`, { why: '不是一家' });
      expect(early).toMatchObject({ status: 409, body: { code: 'UNDO_LATER_FIRST' } });
      const undone = await dispatcher()('POST', `/api/firm-merges/${two.body.id}/undo`, { why: '不是一家' });
      expect(undone).toMatchObject({ status: 200, body: { left: [], merge: { undone: { by: '王调度', why: '不是一家' } } } });
      expect(await picture()).toEqual(between);
      expect(await dispatcher()('POST', `/api/firm-merges/${one.body.id}/undo`, { why: '不是一家' })).toMatchObject({ status: 200 });
      expect(await picture()).toEqual(before);
    }),
    { numRuns: 12 },
  );
}, 120_000);

test('what was changed or opened on the surviving firm since stays with it when the merge is undone', async () => {
  const from = await createFirm({ name: '壬癸科技', employees: 10 });
  const into = await createFirm({ name: '壬癸信息' });
  const merge = await dispatcher()('POST', `/api/firms/${from.id}/merge`, { intoId: into.id, intoVersion: 1, why }, 1);
  const merged = await read(into.id);
  await dispatcher()('PATCH', `/api/firms/${into.id}`, { employees: 12 }, merged.version);
  const opened = await dispatcher()('POST', '/api/fixture-notes', { title: '合并后的诉求', firmId: into.id });
  const undone = await dispatcher()('POST', `/api/firm-merges/${merge.body.id}/undo`, { why: '不是一家' });
  expect(undone.body).toMatchObject({ left: ['employees'] });
  expect(await read(into.id)).toMatchObject({ employees: 12, formerNames: null });
  expect(await read(from.id)).toMatchObject({ employees: 10, endedOn: null, mergedIntoId: null });
  expect((opened.body['row'] as Row)['firmId']).toBe(into.id);
  expect(await dispatcher()('POST', `/api/firm-merges/${merge.body.id}/undo`, { why: '再来' })).toMatchObject({
    status: 409,
    body: { code: 'ALREADY_UNDONE' },
  });
});

test('a merge is refused, and nothing moves, when', async () => {
  const from = await createFirm({ name: '子丑科技' });
  const into = await createFirm({ name: '子丑信息' });
  const body = { intoId: into.id, intoVersion: 1, why };
  const ask = (over: object, version = 1, roles: Parameters<Registry['as']>[0] = ['dispatcher']) =>
    registry.as(roles)('POST', `/api/firms/${from.id}/merge`, { ...body, ...over }, version);
  expect(await ask({ intoId: from.id })).toMatchObject({ status: 422, body: { code: 'SAME_FIRM', fields: [{ path: 'intoId' }] } });
  expect(await ask({ choose: { mergedIntoId: 'from' } })).toMatchObject({ status: 422, body: { code: 'FIELD_UNKNOWN' } });
  expect(await ask({ choose: { name: 'neither' }, why: '', extra: 1 })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'choose.name' }, { path: 'why' }, { path: 'extra' }] },
  });
  expect(await ask({}, 7)).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
  expect(await ask({ intoVersion: 7 })).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
  expect(await ask({ intoId: '01890000-0000-7000-8000-000000000000' })).toMatchObject({ status: 404 });
  for (const role of ['specialist', 'enterpriseContact', 'departmentHandler', 'systemAdmin', 'auditor'] as const)
    expect((await ask({}, 1, [role])).status).toBe(403);
  expect(await read(from.id)).toMatchObject({ version: 1, mergedIntoId: null, endedOn: null });
  expect(await read(into.id)).toMatchObject({ version: 1 });
  expect(await ask({})).toMatchObject({ status: 200 });
  const again = await read(from.id);
  expect(await ask({ intoVersion: 2 }, again.version)).toMatchObject({ status: 409, body: { code: 'FIRM_ENDED' } });
  const reopened = await dispatcher()('POST', `/api/firms/${from.id}/end`, { endedOn: null, why: '恢复' }, again.version);
  expect(reopened).toMatchObject({ status: 422, body: { fields: [{ path: 'endedOn' }] } });
});

test('an undo that would give two live firms one code is refused, naming the firm that has it', async () => {
  const uscc = code();
  const from = await createFirm({ name: '寅卯科技', uscc });
  const into = await createFirm({ name: '寅卯信息', uscc: code() });
  const merge = await dispatcher()('POST', `/api/firms/${from.id}/merge`, { intoId: into.id, intoVersion: 1, why }, 1);
  await createFirm({ name: '辰巳科技', uscc });
  const undone = await dispatcher()('POST', `/api/firm-merges/${merge.body.id}/undo`, { why: '不是一家' });
  expect(undone).toMatchObject({ status: 422, body: { fields: [{ path: 'uscc' }] } });
  expect(JSON.stringify(undone.body)).toContain('辰巳科技');
  expect(await read(from.id)).toMatchObject({ mergedIntoId: into.id });
});
