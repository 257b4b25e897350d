import { createHash, randomUUID } from 'node:crypto';
import type { Random } from '#seeds/random.ts';
import { counted, part, taken, text, type Desk, type Journal, type People } from './journal.ts';
import { grantLine, useLine } from './ledger.ts';
import type { SmallZone } from './zone.ts';

export type Load = {
  go(): void;
  /** lets everybody finish what they began, whatever it takes */
  pause(): Promise<void>;
  end(): Promise<void>;
};

/** Several clients at once, each doing one thing after another as its own chance has it. */
export function startLoad(people: People, zone: SmallZone, journal: Journal, randoms: readonly Random[]): Load {
  let gate: { readonly open: Promise<void>; readonly lift: () => void } | undefined;
  let waiting = 0;
  let ended = false;
  const close = () => {
    let lift = () => {};
    const open = new Promise<void>((done) => (lift = done));
    gate = { open, lift };
  };
  close();
  const work = async (random: Random) => {
    const desk: Desk = { random, people, journal, zone };
    while (!ended) {
      if (gate) {
        waiting += 1;
        await gate.open;
        waiting -= 1;
        continue;
      }
      await random.weighted(works)(desk);
    }
  };
  const workers = randoms.map((random) =>
    work(random).catch((error: unknown) =>
      journal.unclean.push(`a client gave up: ${error instanceof Error ? error.stack : String(error)}`),
    ),
  );
  return {
    go() {
      gate?.lift();
      gate = undefined;
    },
    async pause() {
      if (!gate) close();
      while (waiting < workers.length && journal.unclean.length === 0) await new Promise((done) => setTimeout(done, 20));
    },
    async end() {
      ended = true;
      gate?.lift();
      await Promise.all(workers);
    },
  };
}

const works: readonly (readonly [(desk: Desk) => Promise<void>, number])[] = [
  [createFirm, 4],
  [changeFirm, 4],
  [openRequest, 3],
  [moveRequest, 8],
  [attachFile, 2],
  [grantLine, 1],
  [useLine, 4],
  [importSheet, 1],
  [exportList, 0.5],
  [search, 1],
];

/** The next move of a request's plain way, by the moves made so far. */
const way: Readonly<Record<number, readonly [keyof People, string, Readonly<Record<string, unknown>>]>> = {
  0: ['dispatcher', 'accept', { level: 'simple' }],
  1: ['handler', 'sign', {}],
  2: ['handler', 'contact', { how: 'phone' }],
  3: ['handler', 'progress', { text: '已勘察' }],
  4: ['handler', 'reply', { kind: 'done', text: '已增容' }],
};

async function createFirm(desk: Desk): Promise<void> {
  const { journal, people, random } = desk;
  const values = { name: `演练 ${randomUUID()} 有限公司`, status: 'operating', employees: random.int(1, 999) };
  const made = await counted(desk, people.dispatcher.settle('POST', '/api/firms', values));
  if (made) journal.firms.set(text(made, 'id'), { name: values.name, employees: values.employees, version: 1 });
}

async function changeFirm(desk: Desk): Promise<void> {
  const { journal, people, random } = desk;
  const [id, known] = taken(desk, journal.firms) ?? [];
  if (!id || !known) return;
  journal.firms.delete(id);
  const employees = known.employees + random.int(1, 9);
  const changed = await counted(desk, people.dispatcher.settle('PATCH', `/api/firms/${id}`, { employees }, { version: known.version }));
  journal.firms.set(id, changed ? { ...known, employees, version: known.version + 1 } : known);
}

async function openRequest(desk: Desk): Promise<void> {
  const words = `车间跳闸 ${randomUUID()}`;
  const opened = await counted(desk, desk.people.contact.settle('POST', '/api/service-requests', { text: words }));
  if (opened) desk.journal.requests.set(text(part(opened, 'row'), 'id'), { text: words, moves: ['open'] });
}

async function moveRequest(desk: Desk): Promise<void> {
  const { journal, people, zone } = desk;
  const [id, known] = taken(desk, journal.requests) ?? [];
  if (!id || !known) return;
  const [who, move, input] = way[known.moves.filter((made) => made !== 'attach').length - 1] ?? [];
  if (!who || !move) return;
  journal.requests.delete(id);
  const asked = move === 'accept' ? { ...input, leadId: zone.unitId } : input;
  const path = `/api/service-requests/${id}/moves/${move}`;
  const made = await counted(desk, people[who].settle('POST', path, asked, { version: known.moves.length }));
  if (made) known.moves.push(move);
  journal.requests.set(id, known);
}

async function attachFile(desk: Desk): Promise<void> {
  const { journal, people, random } = desk;
  const [id, known] = taken(desk, journal.requests) ?? [];
  if (!id || !known) return;
  const bytes = Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(random.int(1, 200_000), random.hex(32))]);
  const digest = digestOf(bytes);
  journal.requests.delete(id);
  const sent = await counted(
    desk,
    people.contact.settle('POST', `/api/service-requests/${id}/attachments`, fileOf(bytes, `${digest}.pdf`)),
  );
  if (sent) {
    known.moves.push('attach');
    journal.files.set(text(sent, 'id'), { requestId: id, digest });
  }
  journal.requests.set(id, known);
}

async function importSheet(desk: Desk): Promise<void> {
  const { journal, people, random } = desk;
  const batch = randomUUID();
  const names = Array.from({ length: random.int(2, 40) }, (_, index) => `${batch}-${index}`);
  const sheet = fileOf(Buffer.from(`部门名称,类型\n${names.map((name) => `${name},职能部门\n`).join('')}`), 'units.csv');
  const uploaded = await counted(desk, people.dispatcher.settle('POST', '/api/imports/department', sheet));
  if (!uploaded) return;
  const { batchId, sheets } = uploaded.body as {
    batchId: string;
    sheets: { name: string; headerRow: number; columns: { column: number; field: string | null }[] }[];
  };
  const first = sheets[0];
  const mapping = Object.fromEntries(first?.columns.map(({ column, field }) => [column, field]) ?? []);
  const asked = { sheet: first?.name, headerRow: first?.headerRow, mapping };
  if (!(await counted(desk, people.dispatcher.settle('POST', `/api/import-batches/${batchId}/dry-run`, asked)))) return;
  const done = await counted(desk, people.dispatcher.settle('POST', `/api/import-batches/${batchId}/commit`, { onlyGood: false }));
  if (done) journal.imports.set(batch, names);
}

async function exportList({ people, journal }: Desk): Promise<void> {
  const reply = await people.dispatcher.settle('GET', '/api/departments.xlsx');
  if (reply.status !== 200) return;
  const whole = reply.body instanceof Buffer && reply.body.subarray(0, 2).toString() === 'PK' && reply.body.includes('PK\u0005\u0006');
  if (!whole) journal.unclean.push('an export was answered that is no whole workbook');
  journal.exports += 1;
}

async function search(desk: Desk): Promise<void> {
  const { journal, people } = desk;
  const [id, known] = taken(desk, journal.firms) ?? [];
  if (!id || !known) return;
  const words = known.name.split(' ')[1] ?? '';
  const reply = await people.dispatcher.settle('GET', `/api/search?q=${words}&records=firm`);
  if (reply.status < 300 && !JSON.stringify(reply.body).includes(id)) journal.unclean.push(`the search does not find firm ${id}`);
  journal.searches += 1;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function fileOf(bytes: Buffer<ArrayBuffer>, name: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  return form;
}
