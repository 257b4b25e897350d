import { sql } from 'kysely';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { isGuest } from '#kernel/contract/role.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { faultsOf } from '#kernel/server/figures/check.ts';
import type { Question } from '#kernel/server/figures/question.ts';
import { countedBy, type Counted } from '#kernel/server/figures/records.ts';
import { isLimited, seesAny, sumsOf } from '#kernel/server/figures/values.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serve, serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { freezeFigure as freezeEndpoint, passportList, passportProof, passportRecords, passportView } from '../contract.ts';
import { movedBetween } from '../rules/restate.ts';
import { readsBriefings } from './briefing-store.ts';
import { cutInWords, freezeFigure, said } from './freeze.ts';
import { shownLines } from './lines.ts';
import { faultsOfPassport, linesOfPassport, passportById, passportsOf, readProofToken, type StoredPassport } from './passport-store.ts';

const mostMoved = 200;

/** Serves passports: freezing, what has become of them, and the proof for whoever holds the paper. */
export function servePassports(server: Server): void {
  serve(server, freezeEndpoint, ({ body }, ask) => freezeFigure(ask, body));
  serve(server, passportList, async ({ query }, ask) => {
    const passports = await passportsOf(ask.tx, ask.actor.zoneId, query.figureId, query.limit ?? 50);
    const seen = passports.filter((passport) => mayOpen(ask, passport));
    return { passports: await Promise.all(seen.map((passport) => said(ask, passport))) };
  });
  serve(server, passportView, async ({ params }, ask) => {
    const passport = await opened(ask, params.id);
    const lines = await linesOfPassport(ask.tx, ask.actor.zoneId, passport.id);
    const faults = faultsOfPassport(ask.house, ask.actor.zoneId, passport, lines);
    return { passport: await said(ask, passport), genuine: faults.length === 0, faults, now: await askedAgain(ask, passport, lines) };
  });
  serve(server, passportRecords, async ({ params, query }, ask) => {
    const passport = await opened(ask, params.id);
    const lines = await linesOfPassport(ask.tx, ask.actor.zoneId, passport.id, query.after ?? 0, query.limit ?? 100);
    const shown = await shownLines(ask, lines);
    const rows = shown.filter((line) => line.row !== null);
    return { total: passport.recordCount, unseen: shown.length - rows.length, rows };
  });
  serveOpen(server, passportProof, async ({ params }) => {
    const named = readProofToken(server.house, params.token);
    if (!named) throw notIssued;
    return withZone(server.house.db, named.zoneId, async (tx) => {
      const passport = await passportById(tx, named.zoneId, named.id);
      if (!passport) throw notIssued;
      const lines = await linesOfPassport(tx, named.zoneId, passport.id);
      const zone = await sql<{ name: string }>`SELECT name FROM zones WHERE id = ${named.zoneId}`.execute(tx);
      const { definition, asked, answer } = passport;
      const nobody = { userId: passport.frozenBy, name: '', zoneId: named.zoneId, today: '1970-01-01', roles: [], scope: noScope };
      const ask: Ask = { house: server.house, tx, actor: nobody, now: server.house.now(), ip: '' };
      return {
        genuine: faultsOfPassport(server.house, named.zoneId, passport, lines).length === 0,
        zone: zone.rows[0]?.name ?? '',
        label: definition.label,
        definition: definition.definition,
        unit: definition.unit,
        value: answer.value,
        asOf: asked.day,
        from: asked.from,
        to: asked.to,
        filter: await cutInWords(ask, { figure: definition, ...asked }),
        frozenAt: passport.frozenAt,
        edition: definition.edition,
        code: passport.code,
        hash: passport.hash,
        passportId: passport.id,
      };
    });
  });
}

const noScope = { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] };

const notIssued = new Refused(404, {
  code: 'PROOF_UNKNOWN',
  message: { zh: '这个凭证不是本系统签发的，或链接抄写有误', en: 'This passport was not issued here, or its link was copied wrongly' },
});

/**
 * Those of the zone who read the figure's records open its passport; others have its public proof. A bank, a fund or a firm reads its
 * own rows, or what a firm lets it see: a passport counts everybody's.
 */
export function mayOpen(ask: Ask, { frozenBy, definition }: StoredPassport): boolean {
  const isOutside = isGuest(ask.actor) && !readsBriefings(ask);
  return frozenBy === ask.actor.userId || (!isOutside && seesAny(ask, definition.source.record));
}

async function opened(ask: Ask, id: string): Promise<StoredPassport> {
  const passport = await passportById(ask.tx, ask.actor.zoneId, id);
  if (passport && mayOpen(ask, passport)) return passport;
  throw new Refused(404, {
    code: 'NOT_FOUND',
    message: { zh: '没有这张凭证，或您无权查看', en: 'No such passport, or not for you to see' },
  });
}

/** The same question under the same definition, now; null to a reader whose view is not that of whoever froze it. */
async function askedAgain(ask: Ask, passport: StoredPassport, lines: readonly Counted[]) {
  const { definition, asked, answer } = passport;
  const sameEyes = answer.limited ? passport.frozenBy === ask.actor.userId : !isOutOfDate(ask, definition) && !isLimited(ask, definition);
  if (!sameEyes || isOutOfDate(ask, definition)) return null;
  const question: Question = { figure: definition, ...asked };
  const [sum] = await sumsOf(ask, [question]);
  const now = await countedBy(ask, question);
  const moved = movedBetween(lines, now.lines);
  const value = sum?.value ?? null;
  const shown = await shownLines(
    ask,
    moved.slice(0, mostMoved).map(({ line }) => line),
  );
  return {
    value,
    restated: !sameNumber(value, answer.value) || moved.some((one) => one.change !== 'edited'),
    movedTotal: moved.length,
    moved: moved.slice(0, mostMoved).map(({ change, before, after, line }, index) => ({
      id: line.id,
      path: shown[index]?.path ?? null,
      title: shown[index]?.title ?? '',
      change,
      before,
      after,
    })),
  };
}

/** A definition that names what the house no longer has cannot be asked again; its passport stands all the same. */
function isOutOfDate(ask: Ask, definition: FigureDeclaration): boolean {
  try {
    declarationNamed(ask.house, definition.source.record);
  } catch {
    return true;
  }
  return faultsOf(ask.house, definition).length > 0;
}

function sameNumber(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)));
}
