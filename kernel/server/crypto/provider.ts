import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  sign as signWith,
  timingSafeEqual,
  verify,
} from 'node:crypto';

/**
 * The one place that knows ciphers (GB/T 32905 SM3, GB/T 32907 SM4). A certified module can take its place:
 * nothing else in the product names an algorithm.
 */
export type CryptoProvider = {
  /** SM3 in hex */
  hash(text: string): string;
  /** keyed SM3 in hex; `purpose` separates uses of the one installation secret */
  sign(purpose: string, text: string): string;
  /** SM4-CBC, then HMAC-SM3 over it: base64 text for a text column */
  seal(text: string): string;
  /** throws when the text was altered or sealed under another secret */
  open(sealed: string): string;
  /** Ed25519 in base64url, for what leaves the house and is checked by others */
  issue(text: string): string;
  /** was the text issued by this installation? */
  issued(text: string, signature: string): boolean;
};

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param secret at least 32 random bytes; losing it loses the encrypted fields */
export function createCryptoProvider(secret: Uint8Array): CryptoProvider {
  if (secret.length < 32) throw new Error('The installation secret must have at least 32 bytes');
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `lianxin ${purpose}`, length));
  const cipherKey = derive('field cipher', 16);
  const macKey = derive('field mac', 32);
  const signKeys = new Map<string, Buffer>();
  const signKey = (purpose: string) => {
    const known = signKeys.get(purpose) ?? derive(`sign ${purpose}`, 32);
    signKeys.set(purpose, known);
    return known;
  };
  const issuer = createPrivateKey({ key: Buffer.concat([ed25519Prefix, derive('issuer', 32)]), format: 'der', type: 'pkcs8' });
  const mac = (bytes: Uint8Array) => createHmac('sm3', macKey).update(bytes).digest();
  return {
    hash: sm3,
    sign: (purpose, text) => createHmac('sm3', signKey(purpose)).update(text).digest('hex'),
    seal(text) {
      const iv = randomBytes(16);
      const cipher = createCipheriv('sm4-cbc', cipherKey, iv);
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([body, mac(body)]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const body = bytes.subarray(0, -32);
      if (body.length < 32 || !timingSafeEqual(mac(body), bytes.subarray(-32))) {
        throw new Error('A sealed field was altered, or sealed under another installation secret');
      }
      const decipher = createDecipheriv('sm4-cbc', cipherKey, body.subarray(0, 16));
      return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]).toString('utf8');
    },
    issue: (text) => signWith(null, Buffer.from(text, 'utf8'), issuer).toString('base64url'),
    issued: (text, signature) => verify(null, Buffer.from(text, 'utf8'), createPublicKey(issuer), Buffer.from(signature, 'base64url')),
  };
}

/** SHA-256 in hex: the hash of passports, which readers outside may check with any tool. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SM3 in hex, for what needs no key. */
export function sm3(text: string): string {
  return createHash('sm3').update(text, 'utf8').digest('hex');
}
