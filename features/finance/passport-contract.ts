import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';
import { consentPurposes } from './choices.ts';
import type { PointsPassportJwk } from './rules/passport-format.ts';
import type { PointsPassportVerdict } from './rules/passport-verify.ts';

const purpose = z.enum(Object.keys(consentPurposes) as (keyof typeof consentPurposes)[]);
const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期');
const codes = z.array(z.string().min(1).max(20)).max(150);

/** revoked: by the firm; corrected: the year's frozen points were, since; expired: its last day is over */
const status = z.enum(['valid', 'revoked', 'corrected', 'expired']);
export type PointsPassportStatus = z.infer<typeof status>;

/** Public keys as a JWK set (RFC 7517), each with the zone whose it is: what a verifier keeps. */
export type PointsPassportKeySet = {
  readonly keys: readonly (PointsPassportJwk & {
    readonly kid: string;
    readonly alg: string;
    readonly use: 'sig';
    readonly iss: string;
    readonly issuer: string;
    readonly since: string;
  })[];
};

export const pointsPassportKeys = defineEndpoint({
  method: 'GET',
  path: '/api/points-passport-keys',
  summary: 'The public keys by which points passports are checked, of every zone and every generation, as a JWK set',
  callers: 'everyone',
  limit: 'open',
  answer: z.custom<PointsPassportKeySet>(),
});

export const pointsPassportStatus = defineEndpoint({
  method: 'GET',
  path: '/api/zones/:zone/points-passports/:id/status',
  summary: 'Whether a points passport is still valid: its own text cannot say that the firm revoked it, or that the points were corrected since',
  callers: 'everyone',
  limit: 'open',
  params: z.strictObject({ zone: z.uuid('不是有效的编号').toLowerCase(), id: z.uuid('不是有效的编号') }),
  answer: z.object({ status }),
});

export const issueToOwnFirm = defineEndpoint({
  method: 'POST',
  path: '/api/firms/:id/points-passports',
  summary: 'Have a points passport issued to one’s own firm, as of today',
  callers: ['enterpriseContact'],
  params: idParams,
  answer: z.object({ id: z.string() }),
  effect: 'create',
});

const Showing = z.object({
  id: z.string(),
  receiver: z.string(),
  /** by the names that the passport's edition of the scheme has for them */
  indicators: z.array(z.string()),
  shownAt: z.string(),
  /** may the receiver still read it? */
  isOpen: z.boolean(),
  looks: z.array(z.object({ at: z.string(), who: z.string() })),
});

const Passport = z.object({
  id: z.string(),
  issuedAt: z.string(),
  year: z.number(),
  asOf: z.string(),
  edition: z.string(),
  score: z.number(),
  validUntil: z.string(),
  status,
  showings: z.array(Showing),
});
export type PointsPassportOfFirm = z.infer<typeof Passport>;

export const pointsPassportsOfFirm = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/points-passports',
  summary: 'The points passports of a firm, the latest first, with what became of each and who looked',
  callers: ['enterpriseContact'],
  params: idParams,
  answer: z.object({ passports: z.array(Passport) }),
});

/** A passport read by the server: what it says, and what its own signatures say of it. `file` is its text; null once it is not valid. */
export type PointsPassportStatement = { readonly status: PointsPassportStatus; readonly verdict: PointsPassportVerdict | null; readonly file: string | null };

export const pointsPassportStatement = defineEndpoint({
  method: 'GET',
  path: '/api/points-passports/:id/statement',
  summary: 'What a passport of one’s own firm says, every line of it',
  callers: ['enterpriseContact'],
  params: idParams,
  answer: z.custom<PointsPassportStatement>(),
});

export const pointsPassportFile = defineEndpoint({
  method: 'GET',
  path: '/api/points-passports/:id/file',
  summary: 'The passport as a file with the lines of the chosen indicators (codes, by spaces) and no others',
  callers: ['enterpriseContact'],
  params: idParams,
  query: z.strictObject({ indicators: z.string().max(4000).optional() }),
  answer: fileAnswer,
});

export const revokePointsPassport = defineEndpoint({
  method: 'POST',
  path: '/api/points-passports/:id/revoke',
  summary: 'Revoke a passport of one’s own firm, for good',
  callers: ['enterpriseContact'],
  params: idParams,
  answer: z.object({ status }),
});

export const showPointsPassport = defineEndpoint({
  method: 'POST',
  path: '/api/points-passports/:id/showings',
  summary: 'Show a passport to a bank or a fund that the firm lets see its passports, or lets by this very act: the chosen lines and no others (PIP-05)',
  callers: ['enterpriseContact'],
  params: idParams,
  body: z.strictObject({
    receiverId: z.uuid('不是有效的记录编号'),
    indicators: codes,
    consent: z.strictObject({ purpose, untilOn: day }).optional(),
  }),
  answer: z.object({ id: z.string() }),
  effect: 'create',
});

export const shownPointsPassport = defineEndpoint({
  method: 'GET',
  path: '/api/points-passport-showings/:id/statement',
  summary: 'A passport as it was shown: the disclosed lines with their evidence, while the firm’s consent lasts; each look is the firm’s to see',
  callers: ['bankOfficer', 'fundReviewer', 'enterpriseContact', 'auditor'],
  params: idParams,
  answer: z.custom<PointsPassportStatement>(),
});
