/**
 * An official paper as data, before it becomes Word or PDF (layout by GB/T 9704—2012, rulebook §12.7). Plain text
 * throughout: nothing in it is markup.
 */
export type OfficialDocument = {
  /** 发文机关标志 or the briefing's name, in red: `高新党建简报` */
  readonly mark?: string;
  /** `第12期` or `昆高〔2026〕12号` */
  readonly number?: string;
  /** 编印单位 */
  readonly issuer?: string;
  /** the day on it, YYYY-MM-DD */
  readonly date: string;
  readonly title: string;
  /** 主送: whom a letter is to */
  readonly addressee?: string;
  /** 编者按 */
  readonly editorNote?: readonly Run[];
  readonly blocks: readonly DocumentBlock[];
  /** 落款: who signs, when a letter rather than a briefing */
  readonly signature?: string;
  /** 报、送、发 and how many copies */
  readonly distribution?: { readonly report?: string; readonly send?: string; readonly issue?: string; readonly copies?: number };
  /** the passports that stand behind its numbers, in the order of the text; each gets its line and the first page's foot a QR code */
  readonly passports?: readonly PassportLine[];
  /** where a reader checks them all; drawn as a QR code at the foot */
  readonly proofUrl?: string;
  /** said in the foot, such as 示例数据 or a watermark's words */
  readonly foot?: string;
};

export type DocumentBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'table'; readonly caption?: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A stretch of text; `passport` is the place (1, 2, …) of the passport behind it. */
export type Run = { readonly text: string; readonly bold?: boolean; readonly passport?: number };

export type PassportLine = {
  readonly label: string;
  /** value with unit, exact: `126人次` */
  readonly value: string;
  readonly asOf: string;
  /** short code printed beside it */
  readonly code: string;
};
