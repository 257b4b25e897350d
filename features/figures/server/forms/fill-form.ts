import { openXlsx } from '#kernel/server/sheets/read-workbook.ts';
import { gapsOf, type Blank } from '../../rules/form-cells.ts';
import type { FormKind } from './read-form.ts';
import { fillWord } from './word-tables.ts';

export type Filling = Pick<Blank, 'grid' | 'row' | 'column' | 'gap'> & { readonly text: string; readonly number: number | null };

/** The uploaded file with only its blanks written: styles, merged cells and widths stay as they were. */
export async function fillForm(
  kind: FormKind,
  bytes: Uint8Array,
  gridNames: readonly string[],
  fillings: readonly Filling[],
): Promise<Uint8Array> {
  if (kind === 'docx') return fillWord(bytes, fillings);
  const workbook = await openXlsx(bytes);
  // gaps of one cell from the last to the first, so that earlier places stay where they are
  for (const filling of fillings.toSorted((a, b) => (b.gap ?? 0) - (a.gap ?? 0))) {
    const cell = workbook.getWorksheet(gridNames[filling.grid] ?? '')?.getCell(filling.row + 1, filling.column + 1);
    if (!cell) continue;
    if (filling.gap === null) {
      cell.value = filling.number ?? filling.text;
      continue;
    }
    const whole = cell.text;
    const gap = gapsOf(whole)[filling.gap];
    if (gap) cell.value = `${whole.slice(0, gap.from)}${filling.text}${whole.slice(gap.to)}`;
  }
  // sums of the form's own are worked out anew when it is opened
  workbook.calcProperties = { ...workbook.calcProperties, fullCalcOnLoad: true };
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
