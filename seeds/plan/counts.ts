import type { RequestState } from '#features/service/rules/request-state.ts';
import type { PlannedRows } from './plan-world.ts';
import type { PlannedRow } from './world.ts';

/** Menu items and common problems with what the requests say of them. */
export function countSolved(
  rows: PlannedRows,
  requests: readonly RequestState[],
): { readonly serviceItem: PlannedRow[]; readonly commonProblem: PlannedRow[] } {
  const byItem = Map.groupBy(requests, (request) => request.itemId);
  const byProblem = Map.groupBy(requests, (request) => request.commonProblemId);
  return {
    serviceItem: rows.serviceItem.map((row) => {
      const asked = byItem.get(row.id) ?? [];
      const solved = asked.filter((request) => request.closedAt !== null && request.result === 'resolved');
      return withValues(row, { askedTimes: asked.length, solvedTimes: solved.length });
    }),
    commonProblem: rows.commonProblem.map((row) => {
      const filed = byProblem.get(row.id) ?? [];
      return withValues(row, { requests: filed.length, firms: new Set(filed.map((request) => request.firmId)).size });
    }),
  };
}

function withValues(row: PlannedRow, values: Record<string, unknown>): PlannedRow {
  return { ...row, values: { ...row.values, ...values } };
}
