import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import type { Client } from '../harness/app.ts';
import { reach } from '../harness/request-paths.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone();
});
afterAll(() => zone.close());

type Files = { readonly files: readonly { readonly id: string; readonly fileName: string; readonly size: number }[] };

function upload(who: Client, id: string, fileName: string, content = '%PDF-1.7 用电合同') {
  const edge = `edge-${randomUUID()}`;
  const part = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/html\r\n\r\n${content}\r\n--${edge}--\r\n`;
  return who.post<{ id: string; code?: string }>(`/api/service-requests/${id}/attachments`, part, {
    'content-type': `multipart/form-data; boundary=${edge}`,
  });
}
const filesOf = async (who: Client, id: string) => (await who.get<Files>(`/api/service-requests/${id}/attachments`)).body.files;

test('a file of the firm is in the timeline, and those who see the request may have it as a download', async () => {
  const id = await zone.ask();
  const { status, body } = await upload(zone.people.contact, id, '合同.pdf');
  expect(status).toBe(200);
  expect(await filesOf(zone.people.dispatcher, id)).toMatchObject([{ fileName: '合同.pdf', size: Buffer.byteLength('%PDF-1.7 用电合同') }]);
  const view = (await zone.people.contact.get<CaseView>(`/api/service-requests/${id}`)).body;
  expect(view.timeline.at(-1)).toMatchObject({ move: 'attach', actor: 'contact' });
  expect((await zone.people.specialist.get<unknown>(`/api/service-requests/${id}/attachments/${body.id}`)).body).toBe('%PDF-1.7 用电合同');
});

test('to whoever does not see the request it has no files', async () => {
  const id = await zone.ask();
  const { body } = await upload(zone.people.contact, id, '合同.pdf');
  for (const who of [zone.people.stranger, zone.people.tax]) {
    expect((await who.get(`/api/service-requests/${id}/attachments`)).status).toBe(404);
    expect((await who.get(`/api/service-requests/${id}/attachments/${body.id}`)).status).toBe(404);
    expect((await upload(who, id, '合同.pdf')).status).toBe(404);
  }
});

test("a file of one request is not found under another, not even under the same firm's", async () => {
  const [mine, other] = [await zone.ask(), await zone.ask()];
  const { body } = await upload(zone.people.contact, mine, '合同.pdf');
  expect((await zone.people.contact.get(`/api/service-requests/${other}/attachments/${body.id}`)).status).toBe(404);
});

test.each(['page.html', 'run.exe', 'picture.svg', 'nothing'])('%s is no kind of file that is taken', async (fileName) => {
  const id = await zone.ask();
  expect((await upload(zone.people.contact, id, fileName)).status).toBe(422);
  expect(await filesOf(zone.people.contact, id)).toEqual([]);
});

test('more than ten megabytes are refused, and no file at all is too', async () => {
  const id = await zone.ask();
  expect((await upload(zone.people.contact, id, '大.pdf', 'x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(422);
  expect((await zone.people.contact.post(`/api/service-requests/${id}/attachments`, {})).status).toBe(422);
  expect(await filesOf(zone.people.contact, id)).toEqual([]);
});

test('nothing is attached to a request that has ended, not even unnoticed', async () => {
  const [id = ''] = await reach(zone, 'refused', 1);
  expect(await upload(zone.people.contact, id, '合同.pdf')).toMatchObject({ status: 409, body: { code: 'REQUEST_ENDED' } });
  expect(await filesOf(zone.people.contact, id)).toEqual([]);
});
