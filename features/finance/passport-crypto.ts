import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sm2 } from 'sm-crypto-v2';
import type { PointsPassportAlgorithm, PointsPassportCrypto, PointsPassportJwk } from './rules/passport-format.ts';
import { base64urlOf, bytesOfBase64url, utf8Of } from './rules/passport-text.ts';

/** Digests and signatures of points passports, the same code in the browser, on the server and in the command. */
export const pointsPassportCrypto: PointsPassportCrypto = {
  sha256: (ascii) => base64urlOf(sha256(utf8Of(ascii))),
  verify(alg, key, ascii, signature) {
    const bytes = bytesOfBase64url(signature);
    try {
      return bytes?.length === 64 && fits(alg, key, utf8Of(ascii), bytes);
    } catch {
      return false;
    }
  },
};

function fits(alg: PointsPassportAlgorithm, key: PointsPassportJwk, message: Uint8Array, signature: Uint8Array): boolean {
  if (alg === 'EdDSA') return key.crv === 'Ed25519' && ed25519.verify(signature, message, pointOf(key.x), { zip215: false });
  if (key.crv !== 'SM2') return false;
  const isZero = (part: Uint8Array) => part.every((byte) => byte === 0);
  if (isZero(signature.subarray(0, 32)) || isZero(signature.subarray(32))) return false;
  return sm2.doVerifySignature(message, hexOf(signature), `04${hexOf(pointOf(key.x))}${hexOf(pointOf(key.y))}`, { hash: true });
}

/** A coordinate or an Ed25519 key: 32 bytes. @throws RangeError for anything else */
function pointOf(encoded: string): Uint8Array {
  const bytes = bytesOfBase64url(encoded);
  if (bytes?.length !== 32) throw new RangeError('Not 32 bytes');
  return bytes;
}

/** Bytes in hex, as the SM2 library takes and gives them. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of a hex text of whole bytes. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
