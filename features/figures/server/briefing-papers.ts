import type { OfficialDocument } from '#kernel/contract/document.ts';
import { wordOf, wordType } from '#kernel/server/documents/word.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serve, serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { sql } from 'kysely';
import { briefingPdf, briefingProof, briefingWord } from '../briefing-contract.ts';
import { paperOf } from './briefing-paper.ts';
import { saidInChinese } from '../rules/said-value.ts';
import { standingsOf } from './briefing-quotes.ts';
import { briefingById, briefingSeen, nameOf, type StoredBriefing } from './briefing-store.ts';
import { faultsOfPassport, linesOfPassport, passportsByIds, proofToken, readProofToken } from './passport-store.ts';

/** Serves briefings as Word and PDF, and the page that proves their numbers. @param origin where the QR code leads */
export function servePapers(server: Server, origin: string): void {
  serve(server, briefingWord, async ({ params }, ask) => {
    const briefing = await briefingSeen(ask, params.id);
    return { fileName: `${nameOf(briefing)}.docx`, contentType: wordType, content: await wordOf(await paperFor(ask, briefing, origin)) };
  });
  serve(server, briefingPdf, async ({ params }, ask) => {
    const briefing = await briefingSeen(ask, params.id);
    // the libraries of fonts and pages are read in at the first paper
    const { pdfOf, pdfType } = await import('#kernel/server/documents/pdf.ts');
    return { fileName: `${nameOf(briefing)}.pdf`, contentType: pdfType, content: await pdfOf(await paperFor(ask, briefing, origin)) };
  });
  serveOpen(server, briefingProof, async ({ params }) => {
    const { house } = server;
    const named = readProofToken(house, params.token, 'briefing proof');
    if (!named) throw notIssued;
    return withZone(house.db, named.zoneId, async (tx) => {
      const briefing = await briefingById(tx, named.zoneId, named.id);
      if (!briefing?.issued) throw notIssued;
      const zone = await sql<{ name: string }>`SELECT name FROM zones WHERE id = ${named.zoneId}`.execute(tx);
      const numbers = [];
      for (const [index, passport] of (await passportsByIds(tx, named.zoneId, briefing.passportIds)).entries()) {
        if (!passport) continue;
        const faults = faultsOfPassport(house, named.zoneId, passport, await linesOfPassport(tx, named.zoneId, passport.id));
        numbers.push({
          place: index + 1,
          label: passport.definition.label,
          value: saidInChinese(passport.answer.value, passport.definition.unit),
          asOf: passport.asked.day,
          code: passport.code,
          genuine: faults.length === 0,
          proofPath: `/p/${proofToken(house, named.zoneId, passport.id)}`,
        });
      }
      const { mark, title, day } = briefing.draft;
      return {
        zone: zone.rows[0]?.name ?? '',
        mark,
        title,
        number: briefing.number,
        day,
        withdrawn: briefing.status === 'withdrawn',
        numbers,
      };
    });
  });
}

const notIssued = new Refused(404, {
  code: 'PROOF_UNKNOWN',
  message: { zh: '这期简报不是本系统签发的，或链接抄写有误', en: 'This briefing was not issued here, or its link was copied wrongly' },
});

/** What was issued, word for word; of a draft what it says today, marked as such, and so is fiction. */
async function paperFor(ask: Ask, briefing: StoredBriefing, origin: string): Promise<OfficialDocument> {
  const { issued, draft, status } = briefing;
  const zone = await sql<{ is_example: boolean }>`SELECT is_example FROM zones WHERE id = ${ask.actor.zoneId}`.execute(ask.tx);
  const feet = [
    ...(zone.rows[0]?.is_example ? ['示例数据，均为虚构'] : []),
    ...(issued ? [] : ['草稿，数字未固化']),
    ...(status === 'withdrawn' ? [`已撤回：${briefing.withdrawnWhy ?? ''}`] : []),
  ];
  const foot = feet.length > 0 ? { foot: feet.join('；') } : {};
  if (!issued) {
    const standings = await standingsOf(ask, draft);
    return {
      ...paperOf(
        draft,
        standings.map(({ text }) => ({ text })),
        null,
      ),
      ...foot,
    };
  }
  return {
    ...issued,
    ...(briefing.passportIds.length > 0 && {
      proofUrl: `${origin}/b/${proofToken(ask.house, ask.actor.zoneId, briefing.id, 'briefing proof')}`,
    }),
    ...foot,
  };
}
