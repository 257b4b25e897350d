/** Where sealed texts lie: in a text column, with its blind index beside it, or anywhere within a JSON column. */
export type SealedColumn = {
  readonly table: string;
  /** what names a row, beside its zone */
  readonly key: readonly string[];
  readonly column: string;
  readonly json?: true;
  /** the kind of the blind index that the column `<column>_index` holds */
  readonly index?: string;
};
