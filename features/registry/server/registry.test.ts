import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, usccOf, type Registry } from './registry.fixture.ts';

let registry: Registry;
const ids: Record<string, string> = {};

beforeAll(async () => {
  registry = await openRegistry();
  const ask = registry.as(['dispatcher']);
  const create = async (path: string, body: object) => String((await ask('POST', `/api/${path}`, body)).body.id);
  ids['park'] = await create('places', { name: '人才科创园', kind: 'park' });
  ids['other'] = await create('places', { name: '光电产业园', kind: 'park' });
  ids['building'] = await create('places', { name: '人才科创园1号楼', kind: 'building', parentId: ids['park'] });
  ids['zkkk'] = await create('firms', {
    name: '中科可控信息产业有限公司',
    uscc: usccOf(1),
    status: 'operating',
    parkId: ids['park'],
    buildingId: ids['building'],
    contactPhone: '13812345678',
  });
  ids['twin'] = await create('firms', { name: '昆山中科可控信息产业股份有限公司', status: 'operating', contactPhone: '138 1234 5678' });
  ids['else'] = await create('firms', { name: '重庆长安（昆山）汽车有限公司', uscc: usccOf(2), status: 'suspended' });
});
afterAll(() => registry.close());

describe('a firm is refused, with every faulty field named, when', () => {
  const post = (body: object) => registry.as(['dispatcher'])('POST', '/api/firms', { name: '某公司', status: 'operating', ...body });
  const fault = (field: string) => ({ status: 422, body: { fields: [{ path: field }] } });

  test('its building lies in another park', async () => {
    expect(await post({ parkId: ids['other'], buildingId: ids['building'] })).toMatchObject(fault('buildingId'));
  });
  test('its building is none, or its park is none', async () => {
    expect(await post({ parkId: ids['park'], buildingId: ids['other'] })).toMatchObject(fault('buildingId'));
    expect(await post({ parkId: ids['building'] })).toMatchObject(fault('parkId'));
    expect(await post({ buildingId: ids['building'] })).toMatchObject(fault('parkId'));
  });
  test('its status began before it was registered', async () => {
    expect(await post({ registeredOn: '2024-06-03', statusSince: '2024-06-02' })).toMatchObject(fault('statusSince'));
  });
  test('its code has a wrong check character, or belongs to another firm', async () => {
    expect(await post({ uscc: '91320583MA1000001X' })).toMatchObject(fault('uscc'));
    expect(await post({ uscc: usccOf(1) })).toMatchObject(fault('uscc'));
  });
  test('somebody tells it what it was merged into', async () => {
    expect(await post({ mergedIntoId: ids['zkkk'] })).toMatchObject(fault('mergedIntoId'));
  });
});

describe('places', () => {
  test('a building lies in a park, a park in none', async () => {
    const post = registry.as(['dispatcher']);
    expect(await post('POST', '/api/places', { name: '2号楼', kind: 'building', parentId: ids['building'] })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'parentId' }] },
    });
    expect(await post('POST', '/api/places', { name: '园中园', kind: 'park', parentId: ids['park'] })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'parentId' }] },
    });
  });
  test('a park with buildings in it stays a park', async () => {
    expect(await registry.as(['dispatcher'])('PATCH', `/api/places/${ids['park']}`, { kind: 'venue' }, 1)).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'kind' }] },
    });
  });
});

describe('who sees what', () => {
  test('an enterprise contact sees its own firm alone, elsewhere there is nothing', async () => {
    const contact = registry.as(['enterpriseContact'], { firms: [ids['zkkk'] ?? ''] });
    expect((await contact('GET', '/api/firms')).body).toMatchObject({ total: 1, rows: [{ id: ids['zkkk'] }] });
    expect((await contact('GET', `/api/firms/${ids['else']}`)).status).toBe(404);
    expect((await contact('PATCH', `/api/firms/${ids['zkkk']}`, { employees: 3 }, 1)).status).toBe(403);
    expect((await contact('GET', `/api/search?q=${encodeURIComponent('公司')}`)).body).toMatchObject({
      groups: [{ hits: [{ id: ids['zkkk'] }] }],
    });
    expect((await contact('GET', `/api/search?q=${encodeURIComponent('重庆')}`)).body).toEqual({ groups: [] });
  });
  test('the three administrators see none of it', async () => {
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      for (const path of ['firms', 'people', 'places', 'departments', 'providers', 'social-organisations', 'firm-duplicates']) {
        expect((await registry.as([role])('GET', `/api/${path}`)).status).toBe(403);
      }
      expect((await registry.as([role])('GET', '/api/search?q=a')).body).toEqual({ groups: [] });
    }
  });
  test('people are for Party work and the care for talents alone', async () => {
    const officer = registry.as(['partyWorkOfficer']);
    const created = await officer('POST', '/api/people', { name: '单晓明', idNumber: '11010519491231002X', firmId: ids['zkkk'] });
    expect(created.body).toMatchObject({ idNumber: '110***********002X' });
    for (const role of ['dispatcher', 'specialist', 'zoneLeader', 'auditor'] as const)
      expect((await registry.as([role])('GET', '/api/people')).status).toBe(403);
    expect((await registry.as(['dispatcher'])('GET', '/api/search?q=shanxiaoming')).body).toEqual({ groups: [] });
    expect((await officer('GET', '/api/search?q=shanxiaoming')).body).toMatchObject({
      groups: [{ record: 'person', hits: [{ title: '单晓明', matched: null }] }],
    });
    const twice = await officer('POST', '/api/people', { name: '单小明', idNumber: '11010519491231002x' });
    expect(twice.status).toBe(409);
  });
  test('a specialist reads every firm, and the phone of linked ones, each look on record', async () => {
    const specialist = registry.as(['specialist'], { linkedFirms: [ids['zkkk'] ?? ''] });
    expect((await specialist('GET', `/api/firms/${ids['else']}`)).status).toBe(200);
    const look = (id: string | undefined) => specialist('POST', `/api/firms/${id}/reveal`, { field: 'contactPhone', why: '约走访' });
    expect(await look(ids['zkkk'])).toMatchObject({ status: 200, body: { value: '13812345678' } });
    expect((await look(ids['twin'])).status).toBe(403);
    const looks = await registry.sql(`SELECT why FROM audit_entries WHERE action = 'reveal' AND subject_id = '${ids['zkkk']}'`);
    expect(looks).toEqual([{ why: '约走访' }]);
  });
});

describe('the search box', () => {
  const search = (q: string, more = '') => registry.as(['dispatcher'])('GET', `/api/search?q=${encodeURIComponent(q)}${more}`);

  test.each(['zkkk', '可控', '控', 'zhongkekekong', '中科 可控', 'ＺＫＫＫ', usccOf(1).slice(8, 16)])('finds the firm by %s', async (q) => {
    const groups = (await search(q)).body['groups'] as { hits: { id: string }[] }[];
    expect(groups[0]?.hits.map(({ id }) => id)).toContain(ids['zkkk']);
  });
  test('puts titles that begin so before titles that contain it', async () => {
    expect((await search('中科')).body).toMatchObject({
      groups: [{ record: 'firm', hits: [{ id: ids['zkkk'] }, { id: ids['twin'] }], more: false }],
    });
  });
  test('finds a name by its pinyin in context', async () => {
    for (const q of ['chongqingchangan', 'cqca'])
      expect((await search(q)).body).toMatchObject({ groups: [{ hits: [{ id: ids['else'] }] }] });
  });
  test('says in which field it found it, and that there is more', async () => {
    expect((await search('公司', '&limit=1')).body).toMatchObject({
      groups: [{ hits: [{ matched: { field: 'name', label: { zh: '企业名称' } } }], more: true }],
    });
    expect((await search(usccOf(2).slice(8, 17))).body).toMatchObject({
      groups: [{ hits: [{ id: ids['else'], matched: { field: 'uscc', text: usccOf(2) } }] }],
    });
  });
  test('keeps to the records asked for', async () => {
    expect((await search('科创', '&records=place')).body).toMatchObject({ groups: [{ record: 'place' }] });
    expect((await search('科创', '&records=firm')).body).toEqual({ groups: [] });
  });
  test.each(['', ' ', '%', '_', "'", '！？'])('finds nothing for “%s”', async (q) => {
    expect(await search(q)).toEqual({ status: 200, body: { groups: [] } });
  });
});

describe('duplicates', () => {
  test('the twin is offered beside the firm and among the pairs, until somebody tells them apart', async () => {
    const ask = registry.as(['dispatcher']);
    expect((await ask('GET', `/api/firms/${ids['zkkk']}/duplicates`)).body).toMatchObject({
      candidates: [{ firm: { id: ids['twin'] }, score: 85, reasons: ['sameCore', 'samePhone'] }],
    });
    const pairs = await ask('GET', '/api/firm-duplicates');
    expect(pairs.body).toMatchObject({ total: 1, pairs: [{ score: 85 }] });
    expect(JSON.stringify(pairs.body)).not.toContain('13812345678');
    expect((await ask('POST', '/api/firm-duplicates/told-apart', { aId: ids['zkkk'], bId: ids['twin'] })).status).toBe(200);
    expect((await ask('GET', '/api/firm-duplicates')).body).toEqual({ pairs: [], total: 0 });
    expect((await ask('GET', `/api/firms/${ids['zkkk']}/duplicates`)).body).toEqual({ candidates: [] });
  });
  test('only those who keep the register see them', async () => {
    for (const role of ['specialist', 'enterpriseContact', 'auditor'] as const)
      expect((await registry.as([role])('GET', '/api/firm-duplicates')).status).toBe(403);
  });
});

describe('saved views', () => {
  test('are one’s own: nobody else sees or removes them', async () => {
    const mine = registry.as(['dispatcher']);
    const theirs = registry.as(['dispatcher']);
    const saved = await mine('POST', '/api/saved-views', { path: '/firms', name: '停业企业', query: 'status=suspended' });
    expect(saved.status).toBe(201);
    expect((await mine('GET', '/api/saved-views?path=/firms')).body).toMatchObject({
      views: [{ name: '停业企业', query: 'status=suspended' }],
    });
    expect((await theirs('GET', '/api/saved-views')).body).toEqual({ views: [] });
    expect((await theirs('DELETE', `/api/saved-views/${saved.body.id}`)).status).toBe(404);
    expect((await mine('DELETE', `/api/saved-views/${saved.body.id}`)).status).toBe(200);
    expect((await mine('GET', '/api/saved-views')).body).toEqual({ views: [] });
  });
  test('of the same name on the same list are replaced', async () => {
    const mine = registry.as(['specialist']);
    const first = await mine('POST', '/api/saved-views', { path: '/firms', name: '我的', query: 'q=a' });
    const second = await mine('POST', '/api/saved-views', { path: '/firms', name: '我的', query: 'q=b' });
    expect(second.body).toMatchObject({ id: first.body.id, query: 'q=b' });
    expect((await mine('GET', '/api/saved-views')).body).toMatchObject({ views: [{ query: 'q=b' }] });
  });
  test('are refused with every faulty field', async () => {
    const bad = await registry.as(['specialist'])('POST', '/api/saved-views', {
      path: 'https://elsewhere',
      name: ' ',
      query: 'x'.repeat(2001),
      userId: 'me',
    });
    expect(bad).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'path' }, { path: 'name' }, { path: 'query' }, { path: 'userId' }] },
    });
  });
});
