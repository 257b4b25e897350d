/** What a person reads, in both languages; zh-CN is the original, en complete. */
export type Text = { readonly zh: string; readonly en: string };

export type Language = keyof Text;

/** Shorthand for declarations: `t('企业', 'Firm')`. */
export function t(zh: string, en: string): Text {
  return { zh, en };
}
