import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import { sm2 } from 'sm-crypto-v2';
import { uuidv7 } from 'uuidv7';
import { toIso } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { SealedColumn } from '#kernel/server/crypto/sealed-column.ts';
import { withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { bytesOfHex, pointsPassportCrypto } from '../../passport-crypto.ts';
import type { PointsPassportKeySet } from '../../passport-contract.ts';
import { pointsPassportAlgorithms, thumbprint, type PointsPassportJwk } from '../../rules/passport-format.ts';
import type { PointsPassportSigner } from '../../rules/passport-issue.ts';
import { base64urlOf, utf8Of } from '../../rules/passport-text.ts';

type EdKey = Extract<PointsPassportJwk, { crv: 'Ed25519' }>;
type SmKey = Extract<PointsPassportJwk, { crv: 'SM2' }>;
type PublicKeys = readonly [EdKey, SmKey];
/** the private part of each: Ed25519 as `d` of its JWK, SM2 as hex */
type PrivateKeys = { readonly ed25519: string; readonly sm2: string };

/** Where private parts lie sealed, for a change of the installation secret. */
export const sealedPassportKeys: SealedColumn = { table: 'points_passport_keys', key: ['id'], column: 'private_keys' };

/** A zone, as the issuer of its passports. */
export const issuerOf = (zoneId: string): string => `urn:uuid:${zoneId}`;

/** The zone's signers, of its latest keys; a zone that has none yet is given its first. */
export async function pointsPassportSigners(ask: Ask): Promise<readonly PointsPassportSigner[]> {
  // where there are none, all there were are dropped: two who find so at once make the same generation
  const found = (await latestKeys(ask)) ?? (await addKeys(ask, await generationAfter(ask, 'points_passport_dropped_keys')));
  if (!found) throw new Error('A zone’s signing keys were neither there nor made');
  return signersOf(found.public_keys, JSON.parse(ask.house.crypto.open(found.private_keys)) as PrivateKeys);
}

/** New keys, by which the zone signs from now on; the earlier public ones stay, so that what they signed is still checked. */
export async function rotatePointsPassportKeys(ask: Ask): Promise<void> {
  await addKeys(ask, await generationAfter(ask, 'points_passport_keys'));
}

/**
 * Keys that came into other hands: from now on they are no keys of the zone, and nothing that they signed is genuine. Both of their
 * generation go. @returns false where the zone has no such key
 */
export async function dropPointsPassportKeys(ask: Ask, kid: string): Promise<boolean> {
  const { rows } = await sql<Stored>`SELECT generation, public_keys, private_keys FROM points_passport_keys k
    WHERE zone_id = ${ask.actor.zoneId} AND ${areKept}`.execute(ask.tx);
  const lost = rows.find(({ public_keys }) => public_keys.some((key) => thumbprint(key, pointsPassportCrypto) === kid));
  if (!lost) return false;
  await sql`INSERT INTO points_passport_dropped_keys (zone_id, generation, at, by_name)
    VALUES (${ask.actor.zoneId}, ${lost.generation}, ${toIso(ask.now)}::timestamptz, ${ask.actor.name})`.execute(ask.tx);
  await writeAudit(ask, [
    { action: 'dropKeys', subjectKind: 'pointsPassportKeys', subjectId: kid, after: { generation: lost.generation } },
  ]);
  return true;
}

/** The public keys of every zone and generation. */
export async function pointsPassportKeySet(db: Db): Promise<PointsPassportKeySet> {
  const zones = await sql<{ id: string }>`SELECT id FROM zones ORDER BY code`.execute(db.kysely);
  const sets: PointsPassportKeySet[] = [];
  for (const { id } of zones.rows) sets.push(await withZone(db, id, (tx) => keySetOfZone(tx, id)));
  return { keys: sets.flatMap(({ keys }) => keys) };
}

/** The public keys of a zone, every generation but those that were dropped. */
export async function keySetOfZone(tx: Tx, zoneId: string): Promise<PointsPassportKeySet> {
  const { rows } = await sql<{ public_keys: PublicKeys; created_at: Date; issuer: string }>`
    SELECT k.public_keys, k.created_at, z.name AS issuer FROM points_passport_keys k JOIN zones z ON z.id = k.zone_id
    WHERE k.zone_id = ${zoneId} AND ${areKept} ORDER BY k.generation`.execute(tx);
  const keys = rows.flatMap(({ public_keys, created_at, issuer }) =>
    public_keys.map((key, index) => ({
      ...key,
      kid: thumbprint(key, pointsPassportCrypto),
      alg: pointsPassportAlgorithms[index] ?? '',
      use: 'sig' as const,
      iss: issuerOf(zoneId),
      issuer,
      since: created_at.toISOString(),
    })),
  );
  return { keys };
}

/** Of keys `k`: not dropped. */
const areKept = sql`NOT EXISTS (SELECT 1 FROM points_passport_dropped_keys d WHERE d.zone_id = k.zone_id AND d.generation = k.generation)`;

type Stored = { generation: number; public_keys: PublicKeys; private_keys: string };

async function latestKeys(ask: Ask): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`SELECT generation, public_keys, private_keys FROM points_passport_keys k
    WHERE zone_id = ${ask.actor.zoneId} AND ${areKept} ORDER BY generation DESC LIMIT 1`.execute(ask.tx);
  return rows[0];
}

async function generationAfter(ask: Ask, table: 'points_passport_keys' | 'points_passport_dropped_keys'): Promise<number> {
  const { rows } = await sql<{ next: number }>`SELECT coalesce(max(generation), 0)::int + 1 AS next FROM ${sql.table(table)}
    WHERE zone_id = ${ask.actor.zoneId}`.execute(ask.tx);
  return rows[0]?.next ?? 1;
}

/** Two processes that need a generation at the same time get the same one. */
async function addKeys(ask: Ask, generation: number): Promise<Stored | undefined> {
  const id = uuidv7();
  const made = newKeys();
  const sealed = ask.house.crypto.seal(JSON.stringify(made.privateKeys));
  const { rows } = await sql`INSERT INTO points_passport_keys (zone_id, id, generation, created_at, public_keys, private_keys)
    VALUES (${ask.actor.zoneId}, ${id}, ${generation}, ${toIso(ask.now)}::timestamptz, ${JSON.stringify(made.publicKeys)}::jsonb, ${sealed})
    ON CONFLICT (zone_id, generation) DO NOTHING RETURNING id`.execute(ask.tx);
  if (rows.length > 0) {
    const kids = made.publicKeys.map((key) => thumbprint(key, pointsPassportCrypto));
    await writeAudit(ask, [{ action: 'makeKeys', subjectKind: 'pointsPassportKeys', subjectId: id, after: { generation, kids } }]);
  }
  return latestKeys(ask);
}

function newKeys(): { publicKeys: PublicKeys; privateKeys: PrivateKeys } {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const { publicKey, privateKey } = sm2.generateKeyPairHex();
  // 04, then the two coordinates
  const coordinate = (from: number) => base64urlOf(bytesOfHex(publicKey.slice(from, from + 64)));
  return {
    publicKeys: [
      { kty: 'OKP', crv: 'Ed25519', x: x ?? '' },
      { kty: 'EC', crv: 'SM2', x: coordinate(2), y: coordinate(66) },
    ],
    privateKeys: { ed25519: d ?? '', sm2: privateKey },
  };
}

function signersOf([edKey, smKey]: PublicKeys, keys: PrivateKeys): readonly PointsPassportSigner[] {
  const ed = createPrivateKey({ key: { ...edKey, d: keys.ed25519 }, format: 'jwk' });
  return [
    { alg: 'EdDSA', key: edKey, sign: (ascii) => sign(null, Buffer.from(ascii, 'ascii'), ed).toString('base64url') },
    {
      alg: 'urn:oid:1.2.156.10197.1.501',
      key: smKey,
      sign: (ascii) => base64urlOf(bytesOfHex(sm2.doSignature(utf8Of(ascii), keys.sm2, { hash: true }))),
    },
  ];
}
