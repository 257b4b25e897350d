/** A sheet or a table of a form, its merged cells named once at their first place. Rows and columns count from 0. */
export type FormGrid = {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly GridCell[];
};
export type GridCell = {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly colSpan: number;
  readonly text: string;
};

/** A place to be filled: a cell, or the n-th gap inside a cell's text (`填报人：____`). */
export type Blank = {
  readonly grid: number;
  readonly row: number;
  readonly column: number;
  readonly gap: number | null;
  /** from the outermost: 东园, 企业, 在营; without units and numbers */
  readonly labels: readonly string[];
  /** 家, 万元, %, when the form says so */
  readonly unit: string | null;
};

const units = [
  '平方米',
  '万元',
  '亿元',
  '人次',
  '家次',
  '元',
  '家',
  '户',
  '个',
  '人',
  '名',
  '次',
  '件',
  '项',
  '条',
  '天',
  '%',
  '％',
  '期',
  '套',
];
const unitInBrackets = new RegExp(`[（(]\\s*(?:单位[：:]\\s*)?(${units.join('|')})\\s*[）)]`);
const unitOfSheet = new RegExp(`单位[：:]\\s*(${units.join('|')})(?![\\u4e00-\\u9fff])`);
const gap = /([^\s：:_＿，。；、()（）]{2,20})\s*[：:]\s*([_＿]{2,}|[ \u3000]{2,}|$)/g;
const onlyNumber = /^[\d\s.．、]+$/;

/** Every place of a form that waits for something, with what it is called. */
export function blanksOf(grids: readonly FormGrid[]): Blank[] {
  return grids.flatMap((grid, index) => blanksOfGrid(grid, index));
}

/** The gaps inside a text: what each is called and where its filling goes. */
export function gapsOf(text: string): { readonly label: string; readonly from: number; readonly to: number }[] {
  return [...text.matchAll(gap)].map((match) => {
    const [whole, label = '', space = ''] = match;
    const end = match.index + whole.length;
    return { label, from: end - space.length, to: end };
  });
}

/** A label without its unit, its number and white space. */
export function bareLabel(text: string): string {
  return text
    .replace(unitInBrackets, '')
    .replace(/^[\s\d一二三四五六七八九十]+[、.．]\s*/, '')
    .replaceAll(/[\s\u3000：:*]+/g, '');
}

function blanksOfGrid(grid: FormGrid, index: number): Blank[] {
  const at = new Map<string, GridCell>();
  for (const cell of grid.cells)
    for (let row = cell.row; row < cell.row + cell.rowSpan; row += 1)
      for (let column = cell.column; column < cell.column + cell.colSpan; column += 1) at.set(`${row} ${column}`, cell);
  const textAt = (row: number, column: number) => at.get(`${row} ${column}`)?.text.trim() ?? '';
  const sheetUnit = grid.cells.map((cell) => unitOfSheet.exec(cell.text)?.[1]).find(Boolean) ?? null;
  const heads = headRows(grid, at, textAt);
  const found: Blank[] = [];
  for (const cell of grid.cells) {
    if (cell.text.trim() !== '') {
      if (!heads.has(cell.row))
        gapsOf(cell.text).forEach(({ label }, place) =>
          found.push({ grid: index, row: cell.row, column: cell.column, gap: place, labels: [bareLabel(label)], unit: null }),
        );
      continue;
    }
    const left = leftLabels(cell, textAt);
    const above = headLabels(cell, heads, at, textAt);
    const said = above.length > 0 ? [...left.filter((text) => !onlyNumber.test(text)), ...above] : nearest(cell, left, textAt);
    const labels = said.map(bareLabel).filter((text, place, all) => text !== '' && all.indexOf(text) === place);
    if (labels.length === 0) continue;
    const unit =
      [...said]
        .reverse()
        .map(unitOf)
        .find((one) => one !== null) ?? sheetUnit;
    found.push({ grid: index, row: cell.row, column: cell.column, gap: null, labels, unit });
  }
  // a label that its own cell leaves open (`联系人：`) is asked in the empty cell beside it, not twice
  return found.filter(
    (one) =>
      one.gap === null || !found.some((other) => other.gap === null && other.row === one.row && other.labels.includes(one.labels[0] ?? '')),
  );
}

/** Rows that head the rows below: full of text, of at least two cells, with something empty somewhere under them. */
function headRows(grid: FormGrid, at: ReadonlyMap<string, GridCell>, textAt: (row: number, column: number) => string): ReadonlySet<number> {
  const heads = new Set<number>();
  for (let row = 0; row < grid.rows; row += 1) {
    const cells = new Set<GridCell>();
    let full = true;
    for (let column = 0; column < grid.columns; column += 1) {
      const cell = at.get(`${row} ${column}`);
      if (cell) cells.add(cell);
      if (textAt(row, column) === '') full = false;
    }
    const isHead = full && cells.size >= 2 && [...cells].every((cell) => gapsOf(cell.text).length === 0);
    if (isHead && underIsOpen(grid, row, textAt)) heads.add(row);
  }
  return heads;
}

function underIsOpen(grid: FormGrid, head: number, textAt: (row: number, column: number) => string): boolean {
  for (let row = head + 1; row < grid.rows; row += 1) {
    let empty = 0;
    for (let column = 0; column < grid.columns; column += 1) if (textAt(row, column) === '') empty += 1;
    if (empty > 0) return empty >= grid.columns / 2;
  }
  return false;
}

/** Texts to the left in the same row, from the outermost; other blanks between are stepped over. */
function leftLabels(cell: GridCell, textAt: (row: number, column: number) => string): string[] {
  const labels: string[] = [];
  for (let column = 0; column < cell.column; column += 1) {
    const text = textAt(cell.row, column);
    if (text !== '' && text !== labels.at(-1)) labels.push(text);
  }
  return labels;
}

/** Texts of the head rows above, from the outermost; merged ones once. */
function headLabels(
  cell: GridCell,
  heads: ReadonlySet<number>,
  at: ReadonlyMap<string, GridCell>,
  textAt: (row: number, column: number) => string,
): string[] {
  let row = cell.row - 1;
  while (row >= 0 && !heads.has(row)) {
    if (isSection(row, cell.column, at, textAt)) return [];
    row -= 1;
  }
  const labels: string[] = [];
  for (; row >= 0 && heads.has(row); row -= 1) {
    const text = textAt(row, cell.column);
    if (text !== '' && text !== labels[0]) labels.unshift(text);
  }
  return labels;
}

/** A line of one merged cell across the page ends what the head above it heads. */
function isSection(
  row: number,
  column: number,
  at: ReadonlyMap<string, GridCell>,
  textAt: (row: number, column: number) => string,
): boolean {
  const cell = at.get(`${row} ${column}`);
  return cell !== undefined && cell.colSpan >= 3 && textAt(row, column) !== '' && cell.column === 0;
}

/** In a sheet of facts: the text directly to the left, else the one directly above. */
function nearest(cell: GridCell, left: readonly string[], textAt: (row: number, column: number) => string): string[] {
  const beside = cell.column > 0 ? textAt(cell.row, cell.column - 1) : '';
  if (beside !== '') return [beside];
  const above = cell.row > 0 ? textAt(cell.row - 1, cell.column) : '';
  if (above !== '' && left.length === 0) return [above];
  return left.length > 0 ? [left.at(-1) ?? ''] : [];
}

function unitOf(text: string): string | null {
  const unit = unitInBrackets.exec(text)?.[1] ?? null;
  return unit === '％' ? '%' : unit;
}
