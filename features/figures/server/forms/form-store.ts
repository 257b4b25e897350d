import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { toIso } from '#kernel/rules/instant.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound, Refused, stale } from '#kernel/server/http/refused.ts';
import type { FormHead, FormMapping } from '../../form-contract.ts';
import type { Blank, FormGrid } from '../../rules/form-cells.ts';
import type { FormKind } from './read-form.ts';

export type Mapping = z.infer<typeof FormMapping>;
export type Head = z.infer<typeof FormHead>;
export type KeyedBlank = Blank & { readonly key: string };
export type ListedForm = {
  readonly id: string;
  readonly version: number;
  readonly head: Head;
  readonly expiresOn: string;
  readonly fileName: string;
  readonly mapping: Readonly<Record<string, Mapping>>;
  readonly blankCount: number;
  /** the zone's day */
  readonly lastExportedOn: string | null;
};
export type StoredForm = ListedForm & {
  readonly kind: FormKind;
  readonly grids: readonly FormGrid[];
  readonly blanks: readonly KeyedBlank[];
};
export type NewForm = Omit<StoredForm, 'id' | 'version' | 'blankCount' | 'lastExportedOn'> & { readonly content: Uint8Array };
export type Given = { readonly value: string; readonly source?: string | undefined };
export type StoredFilling = {
  readonly id: string;
  readonly version: number;
  readonly formId: string;
  readonly asOf: string;
  readonly subjects: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, Given>>;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly openedByName: string;
  readonly exportedAt: string | null;
  /** cells as they were taken away */
  readonly cells: unknown;
};

type ListedRow = {
  id: string;
  version: number;
  head: Head;
  expires_on: string;
  file_name: string;
  mapping: Record<string, Mapping>;
  blank_count: number;
  last_exported: string | null;
};
type FormRow = ListedRow & { file_kind: FormKind; grids: FormGrid[]; blanks: KeyedBlank[] };
type FillingRow = {
  id: string;
  version: number;
  form_id: string;
  as_of: string;
  subjects: Record<string, string>;
  answers: Record<string, Given>;
  opened_at: Date;
  opened_by: string;
  opened_by_name: string;
  exported_at: Date | null;
  cells: unknown;
};

const formWords = { zh: '报表', en: 'Form' };
const listed = sql`f.id, f.version, f.head, f.expires_on, f.file_name, f.mapping, jsonb_array_length(f.blanks) AS blank_count,
  (SELECT to_char(max(x.exported_at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') FROM form_fillings x
    WHERE x.zone_id = f.zone_id AND x.form_id = f.id) AS last_exported`;

export async function formsOf(ask: Ask): Promise<ListedForm[]> {
  const { rows } =
    await sql<ListedRow>`SELECT ${listed} FROM upward_forms f WHERE f.zone_id = ${ask.actor.zoneId} ORDER BY f.id DESC LIMIT 300`.execute(
      ask.tx,
    );
  return rows.map(listedForm);
}

/** A form by its id. @throws Refused 404 */
export async function formById(ask: Ask, id: string, lock = false): Promise<StoredForm> {
  const { rows } = await sql<FormRow>`SELECT ${listed}, f.file_kind, f.grids, f.blanks FROM upward_forms f
    WHERE f.zone_id = ${ask.actor.zoneId} AND f.id = ${id} ${lock ? sql`FOR UPDATE` : sql``}`.execute(ask.tx);
  const [row] = rows;
  if (!row) throw notFound(formWords);
  return { ...listedForm(row), kind: row.file_kind, grids: row.grids, blanks: row.blanks };
}

/** The file as it was uploaded. */
export async function fileOf(ask: Ask, id: string): Promise<Uint8Array> {
  const { rows } = await sql<{
    content: Buffer;
  }>`SELECT content FROM upward_forms WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  if (!rows[0]) throw notFound(formWords);
  return rows[0].content;
}

export async function insertForm(ask: Ask, made: NewForm): Promise<string> {
  const id = uuidv7();
  await sql`INSERT INTO upward_forms (zone_id, id, head, expires_on, file_name, file_kind, content, grids, blanks, mapping, created_at, created_by_name)
    VALUES (${ask.actor.zoneId}, ${id}, ${JSON.stringify(made.head)}::jsonb, ${made.expiresOn}, ${made.fileName}, ${made.kind}, ${Buffer.from(made.content)},
      ${JSON.stringify(made.grids)}::jsonb, ${JSON.stringify(made.blanks)}::jsonb, ${JSON.stringify(made.mapping)}::jsonb, ${toIso(ask.now)}, ${ask.actor.name})`.execute(
    ask.tx,
  );
  return id;
}

export async function updateForm(
  ask: Ask,
  id: string,
  version: number,
  change: Pick<StoredForm, 'head' | 'mapping' | 'expiresOn'>,
): Promise<void> {
  const now = await formById(ask, id, true);
  if (now.version !== version) throw stale({ name: '别人', version: now.version });
  await sql`UPDATE upward_forms SET version = version + 1, head = ${JSON.stringify(change.head)}::jsonb, mapping = ${JSON.stringify(change.mapping)}::jsonb,
    expires_on = ${change.expiresOn} WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
}

export async function insertFilling(ask: Ask, formId: string, asOf: string): Promise<string> {
  const id = uuidv7();
  await sql`INSERT INTO form_fillings (zone_id, id, form_id, as_of, opened_at, opened_by, opened_by_name)
    VALUES (${ask.actor.zoneId}, ${id}, ${formId}, ${asOf}, ${toIso(ask.now)}, ${ask.actor.userId}, ${ask.actor.name})`.execute(ask.tx);
  return id;
}

/** A filling. Branch secretaries have their own; others all. @throws Refused 404 */
export async function fillingById(ask: Ask, id: string, lock = false): Promise<StoredFilling> {
  const { rows } =
    await sql<FillingRow>`SELECT id, version, form_id, as_of, subjects, answers, opened_at, opened_by, opened_by_name, exported_at, cells
    FROM form_fillings WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} ${lock ? sql`FOR UPDATE` : sql``}`.execute(ask.tx);
  const row = rows[0];
  if (!row || (seesOnlyOwn(ask) && row.opened_by !== ask.actor.userId)) throw notFound({ zh: '填报', en: 'Filling' });
  return {
    id: row.id,
    version: row.version,
    formId: row.form_id,
    asOf: row.as_of,
    subjects: row.subjects,
    answers: row.answers,
    openedAt: toIso(instantOf(row.opened_at)),
    openedBy: row.opened_by,
    openedByName: row.opened_by_name,
    exportedAt: row.exported_at && toIso(instantOf(row.exported_at)),
    cells: row.cells,
  };
}

/** Fillings of a form, newest first, as far as the reader may see them. */
export async function fillingsOf(
  ask: Ask,
  formId: string,
): Promise<(Pick<StoredFilling, 'id' | 'asOf' | 'openedAt' | 'exportedAt'> & { readonly openedBy: string })[]> {
  const { rows } = await sql<Omit<FillingRow, 'subjects' | 'answers' | 'cells'>>`
    SELECT id, as_of, opened_at, opened_by_name, exported_at FROM form_fillings
    WHERE zone_id = ${ask.actor.zoneId} AND form_id = ${formId} ${seesOnlyOwn(ask) ? sql`AND opened_by = ${ask.actor.userId}` : sql``}
    ORDER BY opened_at DESC, id DESC LIMIT 100`.execute(ask.tx);
  return rows.map((row) => ({
    id: row.id,
    asOf: row.as_of,
    openedAt: toIso(instantOf(row.opened_at)),
    openedBy: row.opened_by_name,
    exportedAt: row.exported_at && toIso(instantOf(row.exported_at)),
  }));
}

/** A filling that can still be changed, at the version read. */
export async function openFilling(ask: Ask, id: string, version: number): Promise<StoredFilling> {
  const filling = await fillingById(ask, id, true);
  if (filling.exportedAt !== null)
    throw new Refused(409, {
      code: 'FILLING_CLOSED',
      message: { zh: '这次填报已导出封存；要改请另填一次', en: 'This filling is closed; fill the form again' },
    });
  if (filling.version !== version) throw stale({ name: filling.openedByName, version: filling.version });
  return filling;
}

export async function saveFilling(
  ask: Ask,
  id: string,
  { answers, subjects, asOf }: Pick<StoredFilling, 'answers' | 'subjects' | 'asOf'>,
): Promise<void> {
  await sql`UPDATE form_fillings SET version = version + 1, as_of = ${asOf},
    answers = ${JSON.stringify(answers)}::jsonb, subjects = ${JSON.stringify(subjects)}::jsonb
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
}

export async function closeFilling(
  ask: Ask,
  id: string,
  closed: {
    readonly cells: unknown;
    readonly content: Uint8Array;
    readonly fields: number;
    readonly prefilled: number;
    readonly minutes: number;
  },
): Promise<void> {
  await sql`UPDATE form_fillings SET version = version + 1, exported_at = ${toIso(ask.now)}, cells = ${JSON.stringify(closed.cells)}::jsonb,
    content = ${Buffer.from(closed.content)}, fields = ${closed.fields}, prefilled = ${closed.prefilled}, minutes = ${closed.minutes}
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
}

/** The file of a closed filling; undefined while it is open. */
export async function closedFile(ask: Ask, id: string): Promise<Uint8Array | undefined> {
  const { rows } = await sql<{
    content: Buffer | null;
  }>`SELECT content FROM form_fillings WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  return rows[0]?.content ?? undefined;
}

function listedForm(row: ListedRow): ListedForm {
  return {
    id: row.id,
    version: row.version,
    head: row.head,
    expiresOn: row.expires_on,
    fileName: row.file_name,
    mapping: row.mapping,
    blankCount: row.blank_count,
    lastExportedOn: row.last_exported,
  };
}

function seesOnlyOwn(ask: Ask): boolean {
  return ask.actor.roles.every((role) => role === 'branchSecretary' || role === 'departmentHandler');
}
