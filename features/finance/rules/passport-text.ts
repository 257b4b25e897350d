/*
 * One value, one text: what is signed or digested has exactly one spelling (RFC 8785 for the JSON, RFC 4648 §5 without
 * padding for the encoding), so that no byte can be changed without being seen. Browsers and Node reckon with this same code.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** JSON with sorted keys and no space: the only spelling that a reader of passports accepts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** The value that a canonical JSON text spells; undefined for any other text, the same value spelt otherwise among them. */
export function readCanonicalJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes in base64url. */
export function base64urlOf(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let place = 0; place <= Math.min(3, bytes.length - at); place += 1) out += alphabet[(triple >> (18 - 6 * place)) & 63];
  }
  return out;
}

/** The bytes that a base64url text stands for; undefined when it is not the text that `base64urlOf` writes for them. */
export function bytesOfBase64url(encoded: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((encoded.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const letter of encoded) {
    bits = ((bits << 6) | alphabet.indexOf(letter)) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = (bits >> held) & 0xff;
      at += 1;
    }
  }
  return base64urlOf(bytes) === encoded ? bytes : undefined;
}

/** The UTF-8 bytes of a text. @throws URIError for half a surrogate pair */
export function utf8Of(text: string): Uint8Array {
  const hex = encodeURIComponent(text).match(/%..|[^%]/g) ?? [];
  return Uint8Array.from(hex, (one) => (one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0)));
}

/** The UTF-8 bytes of a text in base64url. @throws URIError for half a surrogate pair */
export function toBase64url(text: string): string {
  return base64urlOf(utf8Of(text));
}

/** The text whose `toBase64url` this is; undefined when there is none. */
export function fromBase64url(encoded: string): string | undefined {
  const bytes = bytesOfBase64url(encoded);
  if (!bytes) return undefined;
  try {
    return decodeURIComponent([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}
