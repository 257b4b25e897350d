/** Indicator codes as one text, a space between them; what would be taken for a separator is percent-encoded. */
export function writeCodes(codes: readonly string[]): string {
  return codes.map((code) => code.replaceAll(/[\s%]/g, encodeURIComponent)).join(' ');
}

/** The codes that such a text names; one that is badly encoded stands for itself. */
export function readCodes(text: string): readonly string[] {
  return text.split(' ').filter(Boolean).map(decoded);
}

function decoded(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}
