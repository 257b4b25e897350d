import { sql } from 'kysely';
import type { z } from 'zod';
import { columnOf } from '#kernel/contract/field.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import type { Counted } from '#kernel/server/figures/records.ts';
import type { Ask } from '#kernel/server/house.ts';
import { present } from '#kernel/server/records/present.ts';
import type { FigureRecord } from '../contract.ts';

type Line = z.infer<typeof FigureRecord>;

/** Counted lines as the page shows them; a row that the reader may not see keeps its place, without name or contents. */
export async function shownLines(ask: Ask, lines: readonly Counted[], action: 'read' | 'export' = 'read'): Promise<Line[]> {
  const rows = new Map<string, { title: string; row: Line['row'] }>();
  for (const [record, some] of Map.groupBy(lines, (line) => line.record)) {
    const declaration = declarationNamed(ask.house, record);
    const found = await sql<Record<string, unknown>>`SELECT t.* FROM ${sql.table(declaration.table)} t WHERE t.zone_id = ${ask.actor.zoneId}
      AND t.id = ANY(${[...new Set(some.map((line) => line.id))]}::uuid[]) AND ${rowsFor(declaration, ask.actor, action)}`.execute(ask.tx);
    const shown = await present(ask, declaration, found.rows);
    found.rows.forEach((stored, index) => {
      const row = shown[index];
      if (row) rows.set(`${record} ${row.id}`, { title: String(stored[columnOf(declaration.title)] ?? ''), row: { ...row } });
    });
  }
  return lines.map((line) => {
    const found = rows.get(`${line.record} ${line.id}`);
    const { path } = declarationNamed(ask.house, line.record);
    return {
      ...line,
      path: found ? `/${path}/${line.id}` : null,
      title: found?.title ?? '（您无权查看这条记录）',
      row: found?.row ?? null,
    };
  });
}
