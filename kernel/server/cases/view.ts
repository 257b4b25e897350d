import { refusalOfMove, toldOf, type CaseDeclaration } from '#kernel/contract/case.ts';
import type { CaseEvent, CaseState, Holder } from '#kernel/rules/case.ts';
import type { CaseView, ClockView, TimelineEntry } from '#kernel/contract/case-endpoints.ts';
import type { Field, Fields } from '#kernel/contract/field.ts';
import { roles, type Role } from '#kernel/contract/role.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { dayText, toIso } from '#kernel/rules/instant.ts';
import { formatRate, moneyText } from '#kernel/rules/money.ts';
import type { Ask } from '../house.ts';
import { present, titlesByRecord } from '../records/present.ts';
import { storedRow } from '../records/write.ts';
import { historiesOf } from './history.ts';
import { groundsOf } from './move.ts';

type AnyCase = CaseDeclaration<Fields, CaseState>;

/** All that a case page shows this reader: row, timeline, clocks with their accounts, and the moves open to them. */
export async function viewCase(ask: Ask, declaration: AnyCase, id: string): Promise<CaseView> {
  const [row] = await present(ask, declaration, [await storedRow(ask, declaration, id, 'read')]);
  const events = (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id) ?? [];
  const grounds = await groundsOf(ask);
  const state = declaration.fold(id, events);
  const situation = { ...grounds, actor: ask.actor, state };
  const clocks = declaration.clocks(state, grounds.packs);
  const tasks = declaration.tasks(state);
  const titles = await titlesOf(
    ask,
    declaration,
    events,
    [...clocks, ...tasks].map(({ holder }) => holder),
  );
  const withTitle = (holder: Holder) => ({
    ...holder,
    title: holder.kind === 'role' ? (roles[holder.id as Role] ?? same(holder.id)) : same(titles.get(holder.id) ?? '—'),
  });
  if (!row) throw new Error('storedRow answered no row');
  return {
    row,
    status: state.status,
    moves: Object.entries(declaration.moves)
      .filter(([, move]) => move.by.some((relation) => declaration.relations[relation]?.holds(ask.actor, state)))
      .map(([name]) => ({ name, refusal: refusalOfMove(declaration, name, situation) ?? null })),
    timeline: events.flatMap((event) => toldOf(declaration, ask.actor, event.move, timelineEntry(declaration, event, titles))),
    clocks: clocks.map((clock): ClockView => ({
      key: clock.key,
      label: clock.label,
      holder: withTitle(clock.holder),
      account: accountOf(clock.rule, clock.events, grounds.calendar, grounds.now),
    })),
    tasks: tasks.flatMap((task) =>
      toldOf(declaration, ask.actor, task.moves[0] ?? '', { actor: '' }).map(({ actor }) => ({
        key: task.key,
        // untold is which person, not which house
        holder: actor === '' || task.holder.kind !== 'user' ? withTitle(task.holder) : { ...task.holder, title: same(actor) },
        moves: task.moves,
        mine: isMine(ask, task.holder),
      })),
    ),
  };
}

/** Is this person the one, or one of those, expected to act? */
export function isMine(ask: Pick<Ask, 'actor'>, holder: Holder): boolean {
  const { roles: own, userId, scope } = ask.actor;
  switch (holder.kind) {
    case 'role':
      return own.some((role) => role === holder.id);
    case 'user':
      return holder.id === userId;
    case 'firm':
      return scope.firms.includes(holder.id);
    case 'department':
      return scope.departments.includes(holder.id);
    case 'provider':
      return scope.providers.includes(holder.id);
    case 'organisation':
      return scope.organisations.includes(holder.id);
  }
}

function timelineEntry(declaration: AnyCase, event: CaseEvent, titles: ReadonlyMap<string, string>): TimelineEntry {
  const fields = fieldsOf(declaration, event.move);
  return {
    seq: event.seq,
    move: event.move,
    at: toIso(event.at),
    actor: event.actor.name,
    says: declaration.describe?.(event) ??
      (event.move === 'open' ? declaration.open.label : declaration.moves[event.move]?.label) ?? { zh: event.move, en: event.move },
    input: Object.entries(fields).flatMap(([name, field]) => {
      const value = event.input[name];
      if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
      return [{ label: field.label, value: say(field, value, titles) }];
    }),
  };
}

function say(field: Field, value: unknown, titles: ReadonlyMap<string, string>): Text {
  if (field.kind === 'choice') return field.options[String(value)] ?? same(String(value));
  if (field.kind === 'flag') return value === true ? t('是', 'Yes') : t('否', 'No');
  if (field.kind === 'reference') return same(titles.get(String(value)) ?? '—');
  if (field.kind === 'moment') return momentText(String(value));
  if (field.kind === 'date') return dayText(String(value));
  if (field.kind === 'integer' && field.isRate) return same(formatRate(Number(value)));
  if (field.kind === 'money') return moneyText(BigInt(String(value)));
  if ((field.kind === 'integer' || field.kind === 'decimal') && field.unit)
    return { zh: `${String(value)} ${field.unit.zh}`, en: `${String(value)} ${field.unit.en}` };
  if (!Array.isArray(value)) return same(String(value));
  const all = value.map((one) =>
    field.kind === 'choices' ? (field.options[String(one)] ?? same(String(one))) : same(titles.get(String(one)) ?? '—'),
  );
  return { zh: all.map((one) => one.zh).join('、'), en: all.map((one) => one.en).join(', ') };
}

function momentText(iso: string): Text {
  const inLanguage = (language: string) =>
    new Date(iso).toLocaleString(language, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' });
  return { zh: inLanguage('zh-CN'), en: inLanguage('en-GB') };
}

/** A name is a name in both languages. */
function same(name: string): Text {
  return { zh: name, en: name };
}

const holderRecords = {
  user: 'user',
  firm: 'firm',
  department: 'department',
  provider: 'provider',
  organisation: 'partyOrganisation',
} as const;

async function titlesOf(
  ask: Ask,
  declaration: AnyCase,
  events: readonly CaseEvent[],
  holders: readonly Holder[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<string>>();
  const want = (record: string, id: string) => wanted.set(record, (wanted.get(record) ?? new Set()).add(id));
  for (const holder of holders) if (holder.kind !== 'role') want(holderRecords[holder.kind], holder.id);
  for (const event of events) {
    for (const [name, field] of Object.entries(fieldsOf(declaration, event.move))) {
      if (field.kind !== 'reference' && field.kind !== 'references') continue;
      for (const id of [event.input[name] ?? []].flat()) want(field.record, String(id));
    }
  }
  const found = await titlesByRecord(ask, wanted);
  return new Map([...wanted.keys()].flatMap((record) => [...(found.get(record) ?? [])]));
}

function fieldsOf(declaration: AnyCase, move: string): Fields {
  return move === 'open' ? declaration.open.input : (declaration.moves[move]?.input ?? {});
}
