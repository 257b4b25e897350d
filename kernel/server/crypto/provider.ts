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
  /** the same under every secret known, the current one first: to look up what may have been written under an earlier one */
  signs(purpose: string, text: string): readonly string[];
  /** SM4-CBC, then HMAC-SM3 over it: the key's name, a dot, and base64 for a text column */
  seal(text: string): string;
  /** throws when the text was altered or sealed under a secret that is not known */
  open(sealed: string): string;
  /** was this sealed under the current secret? */
  isCurrent(sealed: string): boolean;
  /** Ed25519 in base64url, for what leaves the house and is checked by others */
  issue(text: string): string;
  /** was the text issued by this installation, under this secret or one now retired? */
  issued(text: string, signature: string): boolean;
};

/**
 * The installation's secrets, the one that seals first; those behind it only open what they sealed. `retired` ones open nothing:
 * of them only what checks what had left the house is kept.
 */
export type Secrets = { readonly keys: readonly Uint8Array[]; readonly retired: readonly Retired[] };

/** Of a retired secret: the public key of its passports, and the keys of the marks on their proofs. */
export type Retired = { readonly issuer: string; readonly marks: Readonly<Record<string, string>> };

/** Marks that stand on paper outside, and are still to be known when the secret that made them is gone. */
const outside = ['passport proof', 'briefing proof'];

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param secrets asked anew each time, so that a secret added while the server runs counts at once */
export function createCryptoProvider(secrets: () => Secrets): CryptoProvider {
  const known = new Map<Uint8Array, Keys>();
  const keysOf = (secret: Uint8Array) => {
    const keys = known.get(secret) ?? createKeys(secret);
    known.set(secret, keys);
    return keys;
  };
  const all = () => secrets().keys.map(keysOf);
  const current = () => {
    const [first] = secrets().keys;
    if (!first) throw new Error('There is no installation secret');
    return keysOf(first);
  };
  return {
    hash: sm3,
    sign: (purpose, text) => current().sign(purpose, text),
    signs: (purpose, text) => [
      ...all().map((keys) => keys.sign(purpose, text)),
      ...secrets().retired.flatMap(({ marks }) => (marks[purpose] ? [hmac(Buffer.from(marks[purpose], 'hex'), text)] : [])),
    ],
    seal(text) {
      const { name, cipherKey, macKey } = current();
      const iv = randomBytes(16);
      const cipher = createCipheriv('sm4-cbc', cipherKey, iv);
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
      return `${name}.${Buffer.concat([body, createHmac('sm3', macKey).update(body).digest()]).toString('base64')}`;
    },
    open(sealed) {
      const [name, text] = sealed.includes('.') ? sealed.split('.', 2) : [undefined, sealed];
      const bytes = Buffer.from(text ?? '', 'base64');
      const body = bytes.subarray(0, -32);
      const keys = all().find(
        (one) =>
          (name === undefined || one.name === name) &&
          body.length >= 32 &&
          timingSafeEqual(createHmac('sm3', one.macKey).update(body).digest(), bytes.subarray(-32)),
      );
      if (!keys) throw new Error('A sealed field was altered, or sealed under another installation secret');
      const decipher = createDecipheriv('sm4-cbc', keys.cipherKey, body.subarray(0, 16));
      return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => sealed.startsWith(`${current().name}.`),
    issue: (text) => signWith(null, Buffer.from(text, 'utf8'), current().issuer).toString('base64url'),
    issued: (text, signature) =>
      [...all().map((keys) => createPublicKey(keys.issuer)), ...secrets().retired.map(({ issuer }) => publicKey(issuer))].some((key) =>
        verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url')),
      ),
  };
}

/** What is kept of a secret when nothing is sealed under it any more. */
export function retire(secret: Uint8Array): Retired {
  const { issuer, signKey } = createKeys(secret);
  return {
    issuer: createPublicKey(issuer).export({ format: 'der', type: 'spki' }).toString('base64url'),
    marks: Object.fromEntries(outside.map((purpose) => [purpose, signKey(purpose).toString('hex')])),
  };
}

type Keys = ReturnType<typeof createKeys>;

function createKeys(secret: Uint8Array) {
  if (secret.length < 32) throw new Error('The installation secret must have at least 32 bytes');
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `lianxin ${purpose}`, length));
  const signKeys = new Map<string, Buffer>();
  const signKey = (purpose: string) => {
    const kept = signKeys.get(purpose) ?? derive(`sign ${purpose}`, 32);
    signKeys.set(purpose, kept);
    return kept;
  };
  return {
    /** by which a sealed text says what opens it */
    name: derive('name', 4).toString('hex'),
    cipherKey: derive('field cipher', 16),
    macKey: derive('field mac', 32),
    signKey,
    sign: (purpose: string, text: string) => hmac(signKey(purpose), text),
    issuer: createPrivateKey({ key: Buffer.concat([ed25519Prefix, derive('issuer', 32)]), format: 'der', type: 'pkcs8' }),
  };
}

const hmac = (key: Buffer, text: string) => createHmac('sm3', key).update(text).digest('hex');
const publicKey = (spki: string) => createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });

/** SHA-256 in hex: the hash of passports, which readers outside may check with any tool. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SM3 in hex, for what needs no key. */
export function sm3(text: string): string {
  return createHash('sm3').update(text, 'utf8').digest('hex');
}
