import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { canonical, writeAudit } from '#kernel/server/audit/audit.ts';
import { sha256 } from '#kernel/server/crypto/provider.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import {
  briefingCreate,
  briefingDiscard,
  briefingIssue,
  briefingList,
  briefingSave,
  briefingView,
  briefingWithdraw,
  type Briefing,
} from '../briefing-contract.ts';
import { briefingTemplates, leftOpenIn } from '../briefing-templates.ts';
import { paperOf, quotesOf, withQuotes } from './briefing-paper.ts';
import { saidInChinese } from '../rules/said-value.ts';
import { askedBy, standingsOf } from './briefing-quotes.ts';
import {
  briefingSeen,
  briefingsOf,
  changeBriefing,
  discardDraft,
  insertDraft,
  nameOf,
  nextNumber,
  notNow,
  readsBriefings,
  type DraftSaid,
  type StoredBriefing,
} from './briefing-store.ts';
import { freezeFigure } from './freeze.ts';
import { proofToken } from './passport-store.ts';
import type { Quoting } from './quotes.ts';
import { thenAndNow } from './then-and-now.ts';

type Said = (typeof Briefing)['_zod']['output'];
type Head = AnswerOf<typeof briefingList>['briefings'][number];

/** Serves briefings: drafts under their version, issuing that freezes every number, withdrawing. */
export function serveBriefings(server: Server): void {
  serve(server, briefingList, async (_input, ask) => ({
    briefings: (await briefingsOf(ask)).map(headOf),
    templates: briefingTemplates.map(({ key, label }) => ({ key, label })),
  }));
  serve(server, briefingView, async ({ params }, ask) => saidOf(ask, await briefingSeen(ask, params.id)));
  serve(server, briefingCreate, ({ body }, ask) => beginBriefing(ask, body));
  serve(server, briefingSave, async ({ params, body, version }, ask) => {
    const next = await changeBriefing(ask, params.id, version, 'draft', { draft: body });
    return { version: next, standings: await standingsOf(ask, body) };
  });
  serve(server, briefingIssue, ({ params, version }, ask) => issueBriefing(ask, params.id, version));
  serve(server, briefingWithdraw, async ({ params, body, version }, ask) => {
    const next = await changeBriefing(ask, params.id, version, 'issued', { status: 'withdrawn', withdrawnWhy: body.why });
    await writeAudit(ask, [{ action: 'withdraw', subjectKind: 'briefing', subjectId: params.id, why: body.why }]);
    return { version: next };
  });
  serve(server, briefingDiscard, async ({ params, version }, ask) => {
    await discardDraft(ask, params.id, version);
    return { discarded: true as const };
  });
}

/** Briefings that quote a figure, issued ones and drafts that this reader may see; none to those who read no briefings. */
export const briefingQuotes: Quoting = async (ask, figureId) => {
  if (!readsBriefings(ask)) return [];
  const found = (await briefingsOf(ask)).filter(({ draft }) => quotesOf(draft).some(({ quote }) => quote.figureId === figureId));
  return found.slice(0, 20).map((one) => {
    const title = nameOf(one);
    return { kind: 'briefing', title: { zh: title, en: title }, path: `/briefings/${one.id}`, at: one.issuedAt ?? one.changedAt };
  });
};

/** Freezes every number of a draft and writes the text down for good; refused while one of them is untrue or cannot be said. */
export async function issueBriefing(ask: Ask, id: string, version: number): Promise<AnswerOf<typeof briefingIssue>> {
  const { draft, status } = await briefingSeen(ask, id);
  if (status !== 'draft') throw notNow(status);
  const quotes = quotesOf(draft);
  const standings = await standingsOf(ask, draft);
  const faults = standings.flatMap((standing, index) => {
    const path = quotes[index]?.path ?? '';
    if (standing.fault) return [{ code: 'QUOTE', field: path, message: standing.fault }];
    if (standing.holds) return [];
    const [zh, en] = [standing.label?.zh ?? '', standing.label?.en ?? ''];
    const message = {
      zh: `“${zh}”现为 ${standing.text}，与文中写的不符，请先接受新数`,
      en: `“${en}” is now ${standing.text}: accept the new number first`,
    };
    return [{ code: 'QUOTE_STALE', field: path, rule: 'FZ', message }];
  });
  const open = leftOpenIn(draft.title);
  if (open) {
    const message = { zh: `标题里的“${open}”还没有写`, en: `“${open}” in the title is still to be written` };
    faults.unshift({ code: 'TITLE_OPEN', field: 'title', message });
  }
  if (faults.length > 0) throw invalid(faults);
  const number = await nextNumber(ask, draft.mark, Number(draft.day.slice(0, 4)));
  const why = `${draft.mark}第${number}期：${draft.title}`.slice(0, 200);
  const places = new Map<string, number>();
  const lines: { id: string; label: string; value: string; asOf: string; code: string }[] = [];
  const quoted = [];
  for (const [index, { quote }] of quotes.entries()) {
    const asked = askedBy(quote, draft.day);
    const key = JSON.stringify([quote.figureId, asked]);
    let place = places.get(key);
    if (place === undefined) {
      const passport = await freezeFigure(ask, { figureId: quote.figureId, ...asked, why });
      lines.push({
        id: passport.id,
        label: labelWithCut(passport),
        value: saidInChinese(passport.value, passport.unit),
        asOf: passport.asOf,
        code: passport.code,
      });
      place = lines.length;
      places.set(key, place);
    }
    quoted.push({ text: standings[index]?.text ?? '', passport: place });
  }
  const issued = {
    ...paperOf(draft, quoted, number),
    passports: lines.map(({ label, value, asOf, code }) => ({ label, value, asOf, code })),
  };
  const next = await changeBriefing(ask, id, version, 'draft', {
    status: 'issued',
    issued,
    number,
    passportIds: lines.map((line) => line.id),
  });
  // the sealed chain of the audit trail holds the text too: whoever changes it later is found out
  const after = { number, passports: lines.map((line) => line.code), text: sha256(canonical(issued)) };
  await writeAudit(ask, [{ action: 'issue', subjectKind: 'briefing', subjectId: id, after }]);
  return { version: next, number, passports: lines.length };
}

function labelWithCut(passport: { label: { zh: string }; filter: readonly { label: { zh: string } }[] }): string {
  return [passport.label.zh, ...passport.filter.map(({ label }) => label.zh)].join('·');
}

/** A draft begun blank, from a template or as a copy, with today's numbers in it. */
export async function beginBriefing(
  ask: Ask,
  body: { template?: string | undefined; copyOf?: string | undefined },
): Promise<{ id: string; version: number }> {
  return insertDraft(ask, await firstDraft(ask, body));
}

async function firstDraft(ask: Ask, body: { template?: string | undefined; copyOf?: string | undefined }): Promise<DraftSaid> {
  const day = dateOf(ask.now);
  if (body.copyOf !== undefined) return { ...(await briefingSeen(ask, body.copyOf)).draft, day };
  const key = body.template ?? 'blank';
  const template = briefingTemplates.find((one) => one.key === key);
  if (template) return accepted(ask, template.draftOf(day));
  throw new Refused(422, { code: 'NO_TEMPLATE', message: { zh: `没有“${key}”这个模板`, en: `There is no template “${key}”` } });
}

/** A template's numbers start accepted: the writer sees today's values, not a page of warnings. */
async function accepted(ask: Ask, draft: DraftSaid): Promise<DraftSaid> {
  const standings = await standingsOf(ask, draft);
  let next = 0;
  return withQuotes(draft, (quote) => ({ ...quote, seen: standings[next++]?.value ?? null }));
}

function headOf(one: StoredBriefing): Head {
  const { id, version, status, draft, number, changedAt, changedBy, issuedAt, issuedBy } = one;
  return { id, version, status, mark: draft.mark, title: draft.title, day: draft.day, number, changedAt, changedBy, issuedAt, issuedBy };
}

async function saidOf(ask: Ask, one: StoredBriefing): Promise<Said> {
  return {
    ...headOf(one),
    draft: one.draft,
    standings: one.status === 'draft' ? await standingsOf(ask, one.draft) : [],
    issued: one.issued,
    passportIds: [...one.passportIds],
    restated: await restatedOf(ask, one.passportIds),
    withdrawnWhy: one.withdrawnWhy,
    proofPath: one.issued ? `/b/${proofToken(ask.house, ask.actor.zoneId, one.id, 'briefing proof')}` : null,
  };
}

/** Frozen numbers that the same question would answer otherwise today, as far as this reader may ask it. */
async function restatedOf(ask: Ask, passportIds: readonly string[]): Promise<Said['restated']> {
  const restated = (await thenAndNow(ask, passportIds)).filter((one) => one.restated);
  return restated.map(({ passportId, label, unit, frozen, now }) => ({
    passportId,
    label,
    before: saidInChinese(frozen, unit),
    after: saidInChinese(now, unit),
  }));
}
