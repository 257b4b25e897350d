import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { bytesOfHex, pointsPassportCrypto } from '../../passport-crypto.ts';
import type { PointsPassportFacts, PointsPassportSigner } from '../../rules/passport-issue.ts';
import { base64urlOf, utf8Of } from '../../rules/passport-text.ts';
import { scoreOf } from '../../rules/points-score.ts';
import { defaultPointsScheme } from '../../rules/points-scheme.ts';

export const iss = 'urn:uuid:0190a8a0-0000-7000-8000-000000000001';
/** the moment of issue */
export const issuedAt = Date.UTC(2026, 5, 3, 2, 0);
export const facts: PointsPassportFacts = {
  iss,
  issuer: '测试区',
  jti: '0190a8a0-0000-7000-8000-000000000002',
  iat: issuedAt / 1000,
  nbf: issuedAt / 1000,
  exp: issuedAt / 1000 + 86_400,
  firm: { name: '云杉光电', uscc: null },
  year: 2025,
  asOf: '2026-06-03',
  scheme: { edition: '候选', source: '未核定' },
  stage: 'growth',
  standing: 'provisional',
  status: 'http://localhost/status',
};
/** A value entered for an indicator, with its evidence. */
export const input = (code: string, value: number) => ({
  code,
  value,
  state: 'value' as const,
  inputId: code,
  source: '年报',
  evidence: '审计报告第 3 页',
  enteredOn: '2026-03-01',
});
export const trace = scoreOf(defaultPointsScheme.params, '2020-01-01', '2025-12-31', [
  input('T1', 333.33),
  input('G5', 1234.5678),
  input('A1', 7),
]);

/** Keys that belong to nobody: Ed25519 by node:crypto, so that another implementation signs than checks. */
export function newSigners(): PointsPassportSigner[] {
  const ed = generateKeyPairSync('ed25519');
  const x = String(ed.publicKey.export({ format: 'jwk' }).x);
  const { publicKey, privateKey } = sm2.generateKeyPairHex();
  const [smX, smY] = [publicKey.slice(2, 66), publicKey.slice(66)].map((half) => base64urlOf(bytesOfHex(half)));
  return [
    {
      alg: 'EdDSA',
      key: { kty: 'OKP', crv: 'Ed25519', x },
      sign: (ascii) => sign(null, Buffer.from(ascii), ed.privateKey).toString('base64url'),
    },
    {
      alg: 'urn:oid:1.2.156.10197.1.501',
      key: { kty: 'EC', crv: 'SM2', x: smX ?? '', y: smY ?? '' },
      sign: (ascii) => base64urlOf(bytesOfHex(sm2.doSignature(utf8Of(ascii), privateKey, { hash: true }))),
    },
  ];
}
export const signers = newSigners();
export const tools = { sha256: pointsPassportCrypto.sha256, salt: () => randomBytes(16).toString('base64url'), signers };
/** A JWK set as a zone serves it. */
export const keySet = (some: readonly PointsPassportSigner[], of = iss) =>
  JSON.stringify({ keys: some.map(({ key }) => ({ ...key, iss: of })) });
