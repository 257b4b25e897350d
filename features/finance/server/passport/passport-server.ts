import { sql } from 'kysely';
import { dateOf, toIso } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { RecordServer } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { serve, serveOpen, type Server } from '#kernel/server/http/serve.ts';
import {
  pointsPassportsOfFirm,
  issueToOwnFirm,
  pointsPassportFile,
  pointsPassportKeys,
  pointsPassportStatement,
  pointsPassportStatus,
  revokePointsPassport,
  shownPointsPassport,
  showPointsPassport,
} from '../../passport-contract.ts';
import { pointsPassport, pointsPassportShowing } from '../../passport-records.ts';
import { readCodes } from '../../rules/passport-codes.ts';
import { pointsPassportText } from '../../rules/passport-format.ts';
import { disclosing } from '../../rules/passport-issue.ts';
import { serveCheckPage } from './check-page.ts';
import { issueToFirm } from './issue.ts';
import { ownPointsPassport, statementOf, statusOf } from './passport-store.ts';
import { readPointsPassportsOfFirm } from './passports-of-firm.ts';
import { chosenCodes, codesOf, readShown, showTo, validOnly } from './showings.ts';
import { pointsPassportKeySet } from './signing-keys.ts';

export const pointsPassportRecords: readonly RecordServer[] = [{ declaration: pointsPassport }, { declaration: pointsPassportShowing }];

/** `origin`: the zone's address, under which a passport's status is asked. `checkPage`: the built page that checks passports without a network. */
export type PointsPassportSettings = { readonly origin: string; readonly checkPage: string };

/** Serves points passports: issuing, choosing, showing, revoking, and what anybody may ask of one. */
export function servePointsPassports(server: Server, { origin, checkPage }: PointsPassportSettings): void {
  const { house } = server;
  serveCheckPage(server, checkPage);
  serveOpen(server, pointsPassportKeys, () => pointsPassportKeySet(house.db));
  serveOpen(server, pointsPassportStatus, async ({ params }) => {
    const status = await withZone(house.db, params.zone, (tx) => statusOf(tx, params.zone, params.id, dateOf(house.now())));
    if (!status) throw notFound(pointsPassport.label);
    return { status };
  });
  serve(server, issueToOwnFirm, async ({ params }, ask) => ({ id: await issueToFirm(ask, params.id, origin) }));
  serve(server, pointsPassportsOfFirm, async ({ params }, ask) => ({ passports: await readPointsPassportsOfFirm(ask, params.id) }));
  serve(server, pointsPassportStatement, async ({ params }, ask) => {
    const passport = await ownPointsPassport(ask, params.id);
    return statementOf(ask, passport, codesOf(passport));
  });
  serve(server, pointsPassportFile, async ({ params, query }, ask) => {
    const passport = validOnly(await ownPointsPassport(ask, params.id));
    const codes = chosenCodes(passport, readCodes(query.indicators ?? ''));
    await writeAudit(ask, [{ action: 'download', subjectKind: pointsPassport.name, subjectId: params.id, after: { indicators: codes } }]);
    return {
      fileName: `${passport.title}.json`,
      contentType: 'application/json; charset=utf-8',
      content: Buffer.from(pointsPassportText(disclosing(passport.file, codes))),
    };
  });
  serve(server, revokePointsPassport, async ({ params }, ask) => {
    await ownPointsPassport(ask, params.id);
    const { rows } = await sql`INSERT INTO points_passport_revocations (zone_id, passport_id, at, by_id, by_name)
      VALUES (${ask.actor.zoneId}, ${params.id}, ${toIso(ask.now)}::timestamptz, ${ask.actor.userId}, ${ask.actor.name})
      ON CONFLICT DO NOTHING RETURNING passport_id`.execute(ask.tx);
    if (rows.length > 0) await writeAudit(ask, [{ action: 'revoke', subjectKind: pointsPassport.name, subjectId: params.id }]);
    return { status: 'revoked' as const };
  });
  serve(server, showPointsPassport, async ({ params, body }, ask) => ({
    id: await showTo(ask, params.id, body),
  }));
  serve(server, shownPointsPassport, ({ params }, ask) => readShown(ask, params.id));
}
