import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { toIso } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { answersTo, figureNamed, leastCell } from '#kernel/server/figures/answer.ts';
import { labelsOf } from '#kernel/server/figures/cells.ts';
import { definitionHash } from '#kernel/server/figures/definition.ts';
import { formulaOf } from '#kernel/server/figures/formula.ts';
import { questionOf, type Asked, type Question } from '#kernel/server/figures/question.ts';
import { countedBy } from '#kernel/server/figures/records.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import type { Passport } from '../contract.ts';
import { codeOf, hashOfLines, hashOfPassport, proofToken, storePassport, type StoredPassport } from './passport-store.ts';

export type PassportSaid = z.infer<typeof Passport>;

/** A figure to freeze; the day is today when absent, the window the figure's own. */
export type ToFreeze = Asked & { readonly figureId: string; readonly why?: string | undefined };

/**
 * Freezes a figure: value, definition, period, the exact record versions and a hash over it all, signed. Nothing of it
 * is ever changed; a later difference is told as a restatement. Refuses a number of people too small to be told.
 */
export async function freezeFigure(ask: Ask, { figureId, why, ...asked }: ToFreeze): Promise<PassportSaid> {
  const question = questionOf(ask, figureNamed(ask, figureId), asked);
  const { figure, day, from, to, cut } = question;
  const [answer] = await answersTo(ask, [question]);
  if (!answer) throw new Error('a question without an answer');
  if (answer.hidden) {
    throw new Refused(409, {
      code: 'TOO_FEW',
      rule: '12.1',
      message: { zh: `不足 ${leastCell} 人，不能冻结成凭证`, en: `Fewer than ${leastCell} people: it cannot be frozen` },
    });
  }
  const { lines } = await countedBy(ask, question);
  await keepEdition(ask, question);
  const content = {
    id: uuidv7(),
    figureId,
    definition: figure,
    asked: { day, from, to, cut },
    answer: { value: answer.value, numerator: answer.numerator, denominator: answer.denominator, limited: answer.limited },
    recordCount: lines.length,
    recordsHash: hashOfLines(lines),
    frozenAt: toIso(ask.now),
    frozenBy: ask.actor.userId,
    frozenByName: ask.actor.name,
    why: why ?? null,
  };
  const hash = hashOfPassport(ask.actor.zoneId, content);
  const passport: StoredPassport = { ...content, hash, code: codeOf(hash), signature: ask.house.crypto.issue(hash) };
  await storePassport(ask.tx, ask.actor.zoneId, passport, lines);
  await writeAudit(ask, [
    {
      action: 'freeze',
      subjectKind: 'passport',
      subjectId: passport.id,
      why: why ?? null,
      after: { figureId, asked: content.asked, value: answer.value, hash },
    },
  ]);
  return said(ask, passport);
}

/** A passport as the API gives it. */
export async function said(ask: Ask, passport: StoredPassport): Promise<PassportSaid> {
  const { definition, asked, answer } = passport;
  const question: Question = { figure: definition, ...asked };
  return {
    id: passport.id,
    code: passport.code,
    figureId: passport.figureId,
    label: definition.label,
    definition: definition.definition,
    formula: formulaOf(ask.house, definition),
    edition: definition.edition,
    unit: definition.unit,
    asOf: asked.day,
    from: asked.from,
    to: asked.to,
    filter: await cutInWords(ask, question),
    value: answer.value,
    numerator: answer.numerator,
    denominator: answer.denominator,
    records: passport.recordCount,
    hash: passport.hash,
    signature: passport.signature,
    frozenAt: passport.frozenAt,
    frozenBy: passport.frozenByName,
    why: passport.why,
    proofPath: `/p/${proofToken(ask.house, ask.actor.zoneId, passport.id)}`,
  };
}

/** What a question was cut down to, in words. */
export async function cutInWords(ask: Ask, question: Question): Promise<PassportSaid['filter']> {
  const words: PassportSaid['filter'] = [];
  for (const { dimension, key } of question.cut) {
    const labels = await labelsOf(ask, question, dimension, [key]);
    const label = key === 'none' ? { zh: '未登记', en: 'Not stated' } : (labels.get(key) ?? { zh: key, en: key });
    words.push({ dimension: question.figure.dimensions?.[dimension]?.label ?? { zh: dimension, en: dimension }, label });
  }
  return words;
}

/** Remembers the definition under which a figure was first counted in this zone. */
async function keepEdition(ask: Ask, { figure }: Question): Promise<void> {
  await sql`INSERT INTO figure_editions (zone_id, figure_id, edition, hash, definition, first_seen_at)
    VALUES (${ask.actor.zoneId}, ${figure.id}, ${figure.edition}, ${definitionHash(figure)}, ${JSON.stringify(figure)}::jsonb, ${toIso(ask.now)})
    ON CONFLICT DO NOTHING`.execute(ask.tx);
}
