import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facts, input, issuedAt as now, keySet, newSigners, signers, tools, trace } from './server/passport/passport.fixture.ts';
import { bytesOfHex, hexOf, pointsPassportCrypto } from './passport-crypto.ts';
import { readCodes, writeCodes } from './rules/passport-codes.ts';
import { pointsPassportText, thumbprint, type PointsPassportFile, type PointsPassportJwk } from './rules/passport-format.ts';
import { disclosing, issuePointsPassport } from './rules/passport-issue.ts';
import { base64urlOf, bytesOfBase64url, canonicalJson, fromBase64url, toBase64url, utf8Of } from './rules/passport-text.ts';
import { trustedKeysOf, verifyPointsPassport, type PointsPassportVerdict } from './rules/passport-verify.ts';
import { defaultPointsScheme } from './rules/points-scheme.ts';
import { scoreOf } from './rules/points-score.ts';

const trusted = trustedKeysOf(keySet(signers), pointsPassportCrypto) ?? [];
const whole = issuePointsPassport(facts, trace, tools);
const check = (file: PointsPassportFile | string, keys = trusted, at = now): PointsPassportVerdict => verifyPointsPassport(typeof file === 'string' ? file : pointsPassportText(file), keys, at, pointsPassportCrypto);

test('a passport is genuine whole and in any selection; what is kept back cannot be told from a decoy', () => {
  const verdict = check(whole);
  expect(verdict).toMatchObject({ isGenuine: true, faults: [], claims: { score: trace.score, lineCount: 19 } });
  expect(verdict.lines.find(({ code }) => code === 'T1')).toMatchObject({ value: 333.33, points: 3.33, evidence: '审计报告第 3 页' });
  fc.assert(
    fc.property(fc.subarray(trace.lines.map(({ code }) => code)), (codes) => {
      const text = pointsPassportText(disclosing(whole, codes));
      const shown = check(text);
      expect(shown.isGenuine).toBe(true);
      expect(shown.lines.map(({ code }) => code)).toEqual(codes);
      expect(shown.claims?.lines._sd).toHaveLength(32);
    }),
    { numRuns: 10 },
  );
});

test('whatever the values, what is issued is genuine, and its lines add up to what was signed', () => {
  const { params } = defaultPointsScheme;
  const scheme = {
    ...params,
    bonuses: [{ code: 'B1', name: '加分', pointsEach: 0.35, most: 5 }],
    penalties: [{ code: 'P1', name: '扣分', pointsEach: 1.25, most: 10 }],
  };
  const codes = [...params.indicators, ...scheme.bonuses, ...scheme.penalties, ...params.vetoes].map(({ code }) => code);
  const values = fc.uniqueArray(fc.record({ code: fc.constantFrom(...codes), value: fc.integer({ min: -1e9, max: 1e9 }) }), {
    selector: ({ code }) => code,
  });
  fc.assert(
    fc.property(values, fc.constantFrom('2025-06-01', '2020-01-01', '2001-01-01'), (given, registeredOn) => {
      const entered = given.map(({ code, value }) => input(code, value / 10_000));
      const verdict = check(issuePointsPassport(facts, scoreOf(scheme, registeredOn, '2025-12-31', entered), tools));
      expect(verdict.faults).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('one byte changed anywhere, one taken out or one put in: never genuine, never an exception', () => {
  const bytes = Buffer.from(pointsPassportText(disclosing(whole, ['T1', 'G5'])));
  const change = fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }), how: fc.constantFrom('flip', 'drop', 'add', 'cut') });
  fc.assert(
    fc.property(change, ({ at, by, how }) => {
      const changed =
        how === 'flip' ? bytes.with(at, (bytes[at] ?? 0) ^ by) : Buffer.concat([bytes.subarray(0, at), how === 'add' ? Buffer.from([by]) : Buffer.alloc(0), how === 'cut' ? Buffer.alloc(0) : bytes.subarray(at + (how === 'drop' ? 1 : 0))]);
      const verdict = check(Buffer.from(changed).toString());
      expect(verdict.isGenuine).toBe(false);
      expect(verdict.faults.length).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => `{"payload":${text}`),
      ),
      (text) => check(text).isGenuine === false,
    ),
    { numRuns: 200 },
  );
});

/** The same value with each of its members in turn changed, taken out, or joined by a further one, with where that was. */
function* variants(value: unknown, at = ''): Generator<readonly [where: string, changed: unknown]> {
  if (typeof value !== 'object' || value === null) {
    yield [at, typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${typeof value === 'string' ? value : ''}x`];
    return;
  }
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    const put = (changed: object) => (isList ? Object.values(changed) : changed);
    yield [`${at}.${key} taken out`, put(rest)];
    for (const [where, changed] of variants(member, `${at}.${key}`)) yield [where, put({ ...value, [key]: changed })];
  }
  yield [`${at} with more`, isList ? [...(value as unknown[]), 'x'] : { ...value, x: 'x' }];
}

test('one field changed anywhere, and all of it spelt as it should be: caught, by a name that fits where it was', () => {
  const shown = disclosing(whole, ['T1']);
  const rewritten = (encoded: string) => [...variants(JSON.parse(fromBase64url(encoded) ?? ''))].map(([where, value]) => [where, toBase64url(canonicalJson(value))] as const);
  const [ed, sm] = shown.signatures;
  if (!ed || !sm) throw new Error('no signatures');
  const forged: readonly (readonly [string, PointsPassportFile, readonly string[]])[] = [
    ...rewritten(shown.payload).map(([where, payload]) => [`payload ${where}`, { ...shown, payload }, ['ED25519_BAD']] as const),
    ...rewritten(ed.protected).map(([where, header]) => [`Ed25519 ${where}`, { ...shown, signatures: [{ ...ed, protected: header }, sm] }, ['ED25519_BAD']] as const),
    ...rewritten(sm.protected).map(([where, header]) => [`SM2 ${where}`, { ...shown, signatures: [ed, { ...sm, protected: header }] }, ['SM2_BAD']] as const),
    ...rewritten(shown.disclosures[0] ?? '').map(([where, one]) => [`line ${where}`, { ...shown, disclosures: [one] }, ['DISCLOSURE_UNKNOWN', 'DISCLOSURE_ALTERED']] as const),
  ];
  expect(forged.length).toBeGreaterThan(150);
  for (const [where, file, names] of forged) {
    const { isGenuine, faults } = check(file);
    expect([where, isGenuine, faults.some((fault) => [...names, 'FORMAT_UNKNOWN'].includes(fault))]).toEqual([where, false, true]);
  }
});

test('one signature that fits is not enough: whoever holds one of the keys, or keys of their own, changes nothing', () => {
  const claims = canonicalJson({ ...JSON.parse(fromBase64url(whole.payload) ?? ''), score: 99 });
  const payload = toBase64url(claims);
  const own = newSigners();
  const forgedBy = (by: readonly (typeof own)[number][]) =>
    check({
      ...issuePointsPassport(facts, trace, { ...tools, signers: by }),
      payload,
      signatures: by.map(({ alg, key, sign }) => {
        const header = toBase64url(canonicalJson({ alg, jwk: key, kid: thumbprint(key, pointsPassportCrypto), typ: 'points-passport+sd-jwt' }));
        return { protected: header, signature: sign(`${header}.${payload}`) };
      }),
    });
  const [ed, sm, ownEd, ownSm] = [...signers, ...own];
  if (!ed || !sm || !ownEd || !ownSm) throw new Error('no signers');
  expect(forgedBy([ed, ownSm]).faults).toContain('KEY_UNKNOWN');
  expect(forgedBy([ownEd, sm]).faults).toContain('KEY_UNKNOWN');
  expect(forgedBy([ownEd, ownSm]).faults).toContain('KEY_UNKNOWN');
  // in the other's place
  expect(forgedBy([sm, ed]).faults).toEqual(['FORMAT_UNKNOWN']);
  // a stranger's key under a known name
  const named = toBase64url(canonicalJson({ alg: 'EdDSA', jwk: ownEd.key, kid: thumbprint(ed.key, pointsPassportCrypto), typ: 'points-passport+sd-jwt' }));
  const [, second] = whole.signatures;
  expect(check({ ...whole, signatures: [{ protected: named, signature: ownEd.sign(`${named}.${whole.payload}`) }, ...(second ? [second] : [])] }).faults).toEqual(['ED25519_BAD']);
});

test('a stranger’s file with days that no calendar has is no passport: nobody who says what it says falls over it', () => {
  for (const over of [{ exp: Number.MAX_SAFE_INTEGER }, { nbf: 253_402_300_800 }, { asOf: 'x' }, { asOf: '2026-02-30' }]) {
    const { isGenuine, faults } = check(issuePointsPassport({ ...facts, ...over }, trace, { ...tools, signers: newSigners() }));
    expect([isGenuine, faults]).toEqual([false, ['FORMAT_UNKNOWN']]);
  }
  const lines = trace.lines.map((line) => ({ ...line, enteredOn: 'some day' }));
  expect(check(issuePointsPassport(facts, { ...trace, lines }, tools)).faults).toContain('DISCLOSURE_ALTERED');
});

test('what is far too long, or nested without end, is named and not read; what an editor puts before it is a change', () => {
  const text = pointsPassportText(whole);
  expect(check(`${text}${' '.repeat(50 * 1024 * 1024)}`).faults).toEqual(['TOO_LONG']);
  expect(check(`{"payload":${'['.repeat(100_000)}`).faults).toEqual(['TRUNCATED']);
  const deep = toBase64url('['.repeat(100_000) + ']'.repeat(100_000));
  expect(check({ ...whole, payload: deep }).faults).toEqual(['FORMAT_UNKNOWN']);
  expect(check({ ...whole, disclosures: [deep] }).faults).toEqual(['DISCLOSURE_ALTERED']);
  for (const edited of [`\uFEFF${text}`, `${text}\n`]) expect(check(edited).faults).toEqual(['ALTERED']);
  for (const number of ['80.0', '8e1', '-0']) {
    const payload = toBase64url((fromBase64url(whole.payload) ?? '').replace(/"score":[\d.]+/, `"score":${number}`));
    expect(check({ ...whole, payload }).faults).toEqual(['FORMAT_UNKNOWN']);
  }
});

describe('every fault has its name', () => {
  const repaid = (over: object): PointsPassportFile => ({ ...whole, payload: toBase64url(canonicalJson({ ...JSON.parse(fromBase64url(whole.payload) ?? ''), ...over })) });
  const swapped = (index: number, signature: string): PointsPassportFile => ({
    ...whole,
    signatures: whole.signatures.map((one, at) => (at === index ? { ...one, signature } : one)),
  });
  const other = issuePointsPassport(facts, trace, { ...tools, signers: newSigners() });
  const short = issuePointsPassport({ ...facts, jti: 'x' }, { ...trace, lines: trace.lines.map((line) => ({ ...line, points: 0 })) }, tools);
  const lineOf = (file: PointsPassportFile, code: string) => disclosing(file, [code]).disclosures[0] ?? '';
  const cases: readonly (readonly [string, PointsPassportFile | string, readonly string[]])[] = [
    ['cut off', pointsPassportText(whole).slice(0, -9), ['TRUNCATED']],
    ['something else', '{"a":1}', ['FORMAT_UNKNOWN']],
    ['one signature alone', { ...whole, signatures: whole.signatures.slice(0, 1) }, ['FORMAT_UNKNOWN']],
    ['spelt with a space', pointsPassportText(whole).replace(',"signatures"', ', "signatures"'), ['ALTERED']],
    ['a member twice', pointsPassportText(whole).replace('{"payload"', '{"payload":"x","payload"'), ['ALTERED']],
    ['a better score', repaid({ score: 99 }), ['ED25519_BAD', 'SM2_BAD']],
    ['the Ed25519 signature of another', swapped(0, short.signatures[0]?.signature ?? ''), ['ED25519_BAD']],
    ['the SM2 signature of another', swapped(1, short.signatures[1]?.signature ?? ''), ['SM2_BAD']],
    ['keys of nobody', other, ['KEY_UNKNOWN']],
    ['a line of another passport', { ...whole, disclosures: [lineOf(other, 'T1')] }, ['DISCLOSURE_UNKNOWN']],
    ['a line twice', { ...whole, disclosures: [lineOf(whole, 'T1'), lineOf(whole, 'T1')] }, ['DISCLOSURE_TWICE']],
    ['a line that is none', { ...whole, disclosures: ['AAAA'] }, ['DISCLOSURE_ALTERED']],
  ];
  test.each(cases)('%s', (_name, file, faults) => {
    const verdict = check(file);
    expect(verdict.isGenuine).toBe(false);
    expect(verdict.faults).toEqual(faults);
    if (verdict.faults.includes('ED25519_BAD') || verdict.faults.includes('SM2_BAD')) expect(verdict).toMatchObject({ claims: null, lines: [] });
  });

  test('before its first moment, and from the end of its last', () => {
    expect(check(whole, trusted, now - 1).faults).toEqual(['NOT_YET_VALID']);
    expect(check(whole, trusted, now + 86_399_999).faults).toEqual([]);
    expect(check(whole, trusted, now + 86_400_000).faults).toEqual(['EXPIRED']);
  });

  test('a key that another zone is trusted for is not this issuer’s', () => {
    expect(check(whole, trustedKeysOf(keySet(signers, 'urn:uuid:other'), pointsPassportCrypto)).faults).toEqual(['KEY_UNKNOWN']);
    expect(trustedKeysOf('{}', pointsPassportCrypto)).toBeUndefined();
  });

  test('lines that add up to more than was signed, or whole to less', () => {
    // an issuer that signs sums of its own: the reader adds again
    const wrong = (awarded: number) => {
      const claims = { ...JSON.parse(fromBase64url(whole.payload) ?? ''), awarded };
      const payload = toBase64url(canonicalJson(claims));
      const signatures = whole.signatures.map((one, index) => ({ ...one, signature: signers[index]?.sign(`${one.protected}.${payload}`) ?? '' }));
      return { ...whole, payload, signatures };
    };
    expect(check(wrong(99)).faults).toEqual(['SUM_OFF']);
    expect(check(disclosing(wrong(99), ['T1'])).faults).toEqual([]);
    expect(check(disclosing(wrong(1), ['T1'])).faults).toEqual(['SUM_OFF']);
  });
});

describe('against other implementations', () => {
  test('Ed25519, SHA-256 and thumbprints are those of node:crypto', () => {
    const { protected: header, signature } = whole.signatures[0] ?? { protected: '', signature: '' };
    const key = signers[0]?.key;
    if (key?.crv !== 'Ed25519') throw new Error('no key');
    const { kty, crv, x } = key;
    expect(verify(null, Buffer.from(`${header}.${whole.payload}`), createPublicKey({ key: { kty, crv, x }, format: 'jwk' }), Buffer.from(signature, 'base64url'))).toBe(true);
    const digest = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
    expect(thumbprint(key, pointsPassportCrypto)).toBe(digest);
  });

  // openssl pkeyutl -sign -inkey k.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 (OpenSSL 3.0.19)
  const point = '05f2d4f9cf24f42fd9352666b13a593ae971d032d8f25241f488509dbc5adb5abc661ac750c1682bfcffcd350fc02feecb578ac519e8bf9aae49f01e806aaef3';
  const made = '2ca25cd17432059a651a79743fd282cc24a3f5084d5673ccbb8dd96d999d2f25348695bd2ba96363504ad7e4394b6c879311ddb1152589380779af7af84bbf3e';
  const key: PointsPassportJwk = { kty: 'EC', crv: 'SM2', x: base64urlOf(bytesOfHex(point.slice(0, 64))), y: base64urlOf(bytesOfHex(point.slice(64))) };
  const fits = (text: string, hex: string) => pointsPassportCrypto.verify('urn:oid:1.2.156.10197.1.501', key, text, base64urlOf(bytesOfHex(hex)));

  test('an SM2 signature made by OpenSSL fits, and no other text, no other number for the same signature', () => {
    expect(fits('lianxin points passport', made)).toBe(true);
    expect(fits('lianxin points passporT', made)).toBe(false);
    const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
    const [r, s] = [made.slice(0, 64), made.slice(64)].map((half) => BigInt(`0x${half}`));
    const hex = (number: bigint) => number.toString(16).padStart(64, '0');
    for (const [a, b] of [
      [(r ?? 0n) + order, s],
      [r, (s ?? 0n) + order],
      [r, order - (s ?? 0n)],
      [0n, s],
      [r, 0n],
    ] as const)
      expect(fits('lianxin points passport', hex(a ?? 0n) + hex(b ?? 0n))).toBe(false);
  });

  const openssl = process.env['OPENSSL'] ?? 'openssl';
  const hasOpenssl = spawnSync(openssl, ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3') ?? false;
  test.runIf(hasOpenssl)('OpenSSL finds our SM2 signature good', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
    const [, signer] = signers;
    if (signer?.key.crv !== 'SM2') throw new Error('no key');
    const { protected: header, signature } = whole.signatures[1] ?? { protected: '', signature: '' };
    const hex = hexOf(bytesOfBase64url(signer.key.x) ?? utf8Of('')) + hexOf(bytesOfBase64url(signer.key.y) ?? utf8Of(''));
    // SubjectPublicKeyInfo: ecPublicKey on the curve 1.2.156.10197.1.301, then the point
    const spki = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d03420004${hex}`, 'hex');
    const integer = (part: Uint8Array) => {
      const bytes = Buffer.from(
        BigInt(`0x${hexOf(part)}`)
          .toString(16)
          .replace(/^(..)*.$/, '0$&'),
        'hex',
      );
      const padded = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
      return Buffer.concat([Buffer.from([2, padded.length]), padded]);
    };
    const raw = bytesOfBase64url(signature) ?? utf8Of('');
    const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
    const write = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const key64 = spki.toString('base64').replaceAll(/.{64}/g, '$&\n');
    const pem = `-----BEGIN PUBLIC KEY-----\n${key64}\n-----END PUBLIC KEY-----\n`;
    const files = {
      inkey: write('key.pem', pem),
      sigfile: write('signature', Buffer.concat([Buffer.from([0x30, both.length]), both])),
      in: write('message', `${header}.${whole.payload}`),
      digest: 'sm3',
      pkeyopt: 'distid:1234567812345678',
    };
    const given = Object.entries(files).flatMap(([name, value]) => [`-${name}`, value]);
    const verified = spawnSync(openssl, ['pkeyutl', '-verify', '-rawin', '-pubin', ...given]);
    rmSync(folder, { recursive: true });
    expect(verified.stdout.toString()).toContain('Signature Verified Successfully');
  });
});

test('texts have one encoding: base64url goes there and back, and no other spelling is taken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toBase64url(text)).toBe(Buffer.from(text).toString('base64url'));
      expect(fromBase64url(toBase64url(text))).toBe(text);
    }),
  );
  expect([fromBase64url('QR'), fromBase64url('QQ=='), fromBase64url('Q Q'), fromBase64url('_w'), fromBase64url('Q')]).toEqual(Array(5).fill(undefined));
});

test('a list of codes names those codes and no others, whatever stands in a code', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (codes) => {
      expect(readCodes(writeCodes(codes))).toEqual(codes);
    }),
  );
  expect([writeCodes(['T1', 'A 1', '100%']), readCodes('%'), readCodes('')]).toEqual(['T1 A%201 100%25', ['%'], []]);
});
