import { loadModule, parseSync } from 'libpg-query';

/** What PostgreSQL's own parser makes of a statement: nodes by their names, fields by theirs. */
type Node = { readonly [name: string]: unknown };

/** A table, CTE or sub-query by the name it goes by in one query; `is` leads to what its zone_id equals. */
type Member = { readonly name: string; readonly table: string | undefined; is: Member | undefined };

type Level = { readonly members: Member[]; readonly outer: Level | undefined };
type Names = ReadonlySet<string>;

/** What the catalogue knows of the names in a statement. */
export type Catalogue = {
  readonly zoned: Names;
  readonly platform: Names;
  readonly volatile: Names;
  /** functions whose every form depends on more than what it is given */
  readonly mutable: Names;
  /** functions of ours that read tables */
  readonly reading: Names;
};

export type Finding = {
  /** what Citus could not run, or would have to ask every node */
  readonly faults: readonly string[];
  /** places of the parameters that a zone_id is compared with, from 1 */
  readonly zoneParams: readonly number[];
  /** rows come as JSON, each with its zone_id in it */
  readonly fromJson: boolean;
  /** tables of the platform that stand in one statement with a zone's */
  readonly joined: readonly string[];
};

export async function openParser(): Promise<void> {
  await loadModule();
}

/**
 * Is a statement bound to one zone at every zone's table (zone_id equal to a value, or to the zone_id of a table so
 * bound), and free of what a table distributed by zone_id cannot do?
 */
export function examine(text: string, catalogue: Catalogue): Finding {
  const faults: string[] = [];
  const zoneParams = new Set<number>();
  const joined = new Set<string>();
  const zone: Member = { name: 'the zone', table: undefined, is: undefined };
  const all: Member[] = [];
  let fromJson = false;

  /** One query with all within it. `ctes` are names that are no tables. */
  function query(node: Node, outer: Level | undefined, known: Names, isAlone: boolean): void {
    const [kind, body] = only(node);
    const ctes = new Set(known);
    for (const cte of list(at(body, 'withClause', 'ctes'))) {
      const { ctename, ctequery, ctematerialized } = inner(cte, 'CommonTableExpr');
      if (at(body, 'withClause', 'recursive')) ctes.add(String(ctename));
      query(ctequery as Node, outer, ctes, ctematerialized === 'CTEMaterializeAlways');
      ctes.add(String(ctename));
    }
    if (kind === 'MergeStmt') faults.push('MERGE');
    if (body['op'] && body['op'] !== 'SETOP_NONE') {
      for (const side of ['larg', 'rarg']) query({ SelectStmt: body[side] }, outer, ctes, false);
      return;
    }
    const level: Level = { members: [], outer };
    const quals: unknown[] = [body['whereClause']];
    if (kind === 'UpdateStmt' || kind === 'DeleteStmt') from({ RangeVar: body['relation'] }, level, ctes, quals);
    for (const item of [...list(body['fromClause']), ...list(body['usingClause'])]) from(item, level, ctes, quals);
    for (const qual of quals.flatMap(conjuncts)) equate(qual, level);
    if (kind === 'InsertStmt') insert(body, level, ctes);
    if (kind === 'UpdateStmt') assigned(list(body['targetList']));
    if (kind === 'UpdateStmt' || kind === 'DeleteStmt') changing(body);
    const skips = list(body['lockingClause']).some((one) => inner(one, 'LockingClause')['waitPolicy'] === 'LockWaitSkip');
    if (skips && body['limitCount'] && !isAlone) faults.push('LIMIT with SKIP LOCKED outside a materialized CTE');
    for (const [name, part] of Object.entries(body)) {
      if (name === 'withClause' || (kind === 'InsertStmt' && name === 'selectStmt')) continue;
      within(part, level, ctes);
    }
  }

  function from(item: Node, level: Level, ctes: Names, quals: unknown[]): void {
    const [kind, body] = only(item);
    if (kind === 'JoinExpr') {
      const left = level.members.length;
      from(body['larg'] as Node, level, ctes, quals);
      const right = level.members.length;
      from(body['rarg'] as Node, level, ctes, quals);
      quals.push(body['quals']);
      const using = list(body['usingClause']).some((one) => inner(one, 'String')['sval'] === 'zone_id');
      if (using) unite(level.members[left], level.members[right]);
      return;
    }
    const relname = kind === 'RangeVar' ? String(body['relname']) : undefined;
    const alias = at(body, 'alias', 'aliasname') ?? relname;
    const table = relname !== undefined && !ctes.has(relname) ? relname : undefined;
    const member: Member = { name: String(alias), table: table && catalogue.zoned.has(table) ? table : undefined, is: undefined };
    if (table && catalogue.platform.has(table)) joined.add(table);
    // what a sub-query or a CTE gives comes of its own tables, which are looked at by themselves
    if (kind === 'RangeSubselect' || (relname !== undefined && ctes.has(relname))) member.is = zone;
    level.members.push(member);
    all.push(member);
  }

  /** zone_id = a value, zone_id = zone_id, (zone_id, id) = (…, …) */
  function equate(qual: Node, level: Level): void {
    const [kind, body] = only(qual);
    if (kind !== 'A_Expr' || body['kind'] !== 'AEXPR_OP' || !list(body['name']).some((one) => inner(one, 'String')['sval'] === '=')) return;
    const [left, right] = [body['lexpr'], body['rexpr']].map((side) =>
      isNode(side, 'RowExpr') ? list(inner(side, 'RowExpr')['args']) : [side as Node],
    );
    left?.forEach((one, place) => unite(zoneOf(one, level), zoneOf(right?.[place], level)));
  }

  /** Whose zone_id an expression is; the zone itself for a value. */
  function zoneOf(expression: unknown, level: Level): Member | undefined {
    if (isNode(expression, 'TypeCast')) return zoneOf(inner(expression, 'TypeCast')['arg'], level);
    if (isNode(expression, 'ParamRef') || isNode(expression, 'A_Const')) return zone;
    if (!isNode(expression, 'ColumnRef')) return undefined;
    const names = list(inner(expression, 'ColumnRef')['fields']).map((one) => String(inner(one, 'String')['sval']));
    if (names.at(-1) !== 'zone_id') return undefined;
    for (let here: Level | undefined = level; here; here = here.outer) {
      const members: Member[] = here.members;
      const found = names.length > 1 ? members.find(({ name }) => name === names[0]) : (members.find(({ table }) => table) ?? members[0]);
      if (found) return found;
    }
    return undefined;
  }

  function unite(one: Member | undefined, other: Member | undefined): void {
    if (!one || !other) return;
    const [first, second] = [rootOf(one), rootOf(other)];
    if (first === second) return;
    if (first === zone) second.is = zone;
    else first.is = second;
  }

  function insert(body: Node, level: Level, ctes: Names): void {
    const table = String(at(body, 'relation', 'relname'));
    const columns = list(body['cols']).map((one) => String(inner(one, 'ResTarget')['name']));
    const select = body['selectStmt'] as Node | undefined;
    if (select) query(select, level.outer, ctes, false);
    if (catalogue.platform.has(table)) joined.add(table);
    if (catalogue.zoned.has(table)) {
      const place = columns.indexOf('zone_id');
      fromJson = place < 0 && calls(at(select, 'SelectStmt', 'fromClause')).includes('jsonb_populate_recordset');
      if (place < 0 && !fromJson) faults.push(`${table}: written without naming zone_id`);
      for (const row of list(at(select, 'SelectStmt', 'valuesLists'))) {
        const value = list(inner(row, 'List')['items'])[place];
        if (zoneOf(value, { members: [], outer: undefined }) !== zone) faults.push(`${table}: zone_id is not a plain value`);
        note(value);
      }
      level.members.push({ name: table, table: undefined, is: zone }, { name: 'excluded', table: undefined, is: zone });
    }
    const isQuery = select && list(at(select, 'SelectStmt', 'valuesLists')).length === 0;
    // Citus writes such rows by COPY, which row-level security refuses; what is asked back, or may conflict, by INSERT
    if (isQuery && catalogue.zoned.has(table) && !body['onConflictClause'] && !body['returningClause'])
      faults.push(`${table}: INSERT of a query that neither returns nor may conflict`);
    assigned(list(at(body, 'onConflictClause', 'targetList')));
  }

  /** In UPDATE and DELETE each node must come to the same: nothing volatile, and what depends on the moment stands alone. */
  function changing(body: Node): void {
    const { withClause: _, ...own } = body;
    for (const name of calls(own)) if (catalogue.volatile.has(name)) faults.push(`${name}() in a change`);
    for (const [name, given] of callsOf(own))
      if (catalogue.mutable.has(name) && JSON.stringify(given).includes('"ColumnRef"')) faults.push(`${name}() of a column in a change`);
    for (const choice of [...nodesOf(own, 'CaseExpr'), ...nodesOf(own, 'CoalesceExpr')])
      for (const name of calls(choice)) if (catalogue.mutable.has(name)) faults.push(`${name}() within CASE or COALESCE in a change`);
  }

  /** What UPDATE and ON CONFLICT set. */
  function assigned(targets: readonly Node[]): void {
    for (const target of targets) {
      if (inner(target, 'ResTarget')['name'] === 'zone_id') faults.push('zone_id is changed');
      for (const name of calls(target)) if (catalogue.volatile.has(name)) faults.push(`${name}() in what is set`);
    }
  }

  /** Queries below, wherever they stand. */
  function within(part: unknown, level: Level, ctes: Names): void {
    if (Array.isArray(part)) return part.forEach((one) => within(one, level, ctes));
    if (typeof part !== 'object' || part === null) return;
    for (const [name, value] of Object.entries(part)) {
      if (name === 'SelectStmt') query({ SelectStmt: value }, level, ctes, false);
      else within(value, level, ctes);
    }
  }

  /** Parameters that zone_id is compared with. */
  function note(value: unknown): void {
    const bare = isNode(value, 'TypeCast') ? inner(value, 'TypeCast')['arg'] : value;
    if (isNode(bare, 'ParamRef')) zoneParams.add(Number(inner(bare, 'ParamRef')['number']));
  }

  const { stmts = [] } = parseSync(text) as { stmts?: { stmt: Node }[] };
  for (const { stmt } of stmts) {
    const [kind] = only(stmt);
    if (['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(kind)) query(stmt, undefined, new Set(), true);
    // what it sets does not reach the workers; how the node that is asked writes its log is its own affair
    if (calls(stmt).includes('set_config') && !text.includes("set_config('synchronous_commit'")) faults.push('set_config');
    // on a node, where a statement with a zone's table is sent, it could not ask the others
    const reading = calls(stmt).find((name) => catalogue.reading.has(name));
    if (reading && all.some(({ table }) => table)) faults.push(`${reading}() beside a zone’s table`);
  }
  for (const member of all) if (member.table && rootOf(member) !== zone) faults.push(`${member.table} is not bound to one zone`);
  for (const comparison of comparisonsOf(stmts)) comparison.forEach(note);
  return { faults, zoneParams: [...zoneParams], fromJson, joined: all.some(({ table }) => table) ? [...joined] : [] };
}

function rootOf(member: Member): Member {
  return member.is ? rootOf(member.is) : member;
}

/** Both sides of every zone_id = …, wherever it stands. */
function comparisonsOf(part: unknown): unknown[][] {
  if (Array.isArray(part)) return part.flatMap(comparisonsOf);
  if (typeof part !== 'object' || part === null) return [];
  const own = isNode(part, 'A_Expr') ? [inner(part, 'A_Expr')['lexpr'], inner(part, 'A_Expr')['rexpr']] : [];
  const isOfZone = own.some((side) => isNode(side, 'ColumnRef') && JSON.stringify(side).includes('"zone_id"'));
  return [...(isOfZone ? [own] : []), ...Object.values(part).flatMap(comparisonsOf)];
}

function calls(part: unknown): string[] {
  return callsOf(part).map(([name]) => name);
}

/** Functions called, wherever they stand, with what they are given. */
function callsOf(part: unknown): [string, unknown][] {
  return nodesOf(part, 'FuncCall').map((call) => [String(inner(list(call['funcname']).at(-1), 'String')['sval']), call['args'] ?? []]);
}

function nodesOf(part: unknown, kind: string): Node[] {
  if (Array.isArray(part)) return part.flatMap((one) => nodesOf(one, kind));
  if (typeof part !== 'object' || part === null) return [];
  return [...(isNode(part, kind) ? [inner(part, kind)] : []), ...Object.values(part).flatMap((one) => nodesOf(one, kind))];
}

function conjuncts(qual: unknown): Node[] {
  if (!qual) return [];
  if (isNode(qual, 'BoolExpr') && inner(qual, 'BoolExpr')['boolop'] === 'AND_EXPR')
    return list(inner(qual, 'BoolExpr')['args']).flatMap(conjuncts);
  return [qual as Node];
}

function only(node: Node): readonly [string, Node] {
  const [first] = Object.entries(node);
  if (!first) throw new Error('an empty node');
  return [first[0], first[1] as Node];
}

function isNode(value: unknown, kind: string): value is Node {
  return typeof value === 'object' && value !== null && kind in value;
}

function inner(value: unknown, kind: string): Node {
  return isNode(value, kind) ? (value[kind] as Node) : {};
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (typeof found === 'object' && found !== null ? (found as Node)[name] : undefined), value);
}
