import { addWorkingDays } from '#kernel/rules/calendar.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import {
  assistOpinions,
  extensionReasons,
  firmTalk,
  instructions,
  progressNotes,
  reportNotes,
  staffTalk,
  supplies,
  waits,
  whistleTopics,
} from '../words/phrases.ts';
import { cannotReplies, clauses, doneReplies, partlyReplies, promisesFor, promisesForAll } from '../words/replies.ts';
import { otherDepartment } from './request-cast.ts';
import { leadHandler, type Goes } from './request-intake.ts';
import { limitOf, type Tale } from './request-tale.ts';

/** From the first word with the firm to the reply; a redo is told by the same steps, shorter. */
export function tellHandling(tale: Tale): Goes {
  const { story, course, random } = tale;
  const again = story.state().spans.length > 1;
  const started = tale.story.at();
  if (!again && callTogether(tale) === 'over') return 'over';
  if (!again && hearAssists(tale) === 'over') return 'over';
  if (!again && course.wait && waitForFirm(tale) === 'over') return 'over';
  if (!again && course.extension && extend(tale) === 'over') return 'over';
  if (random.chance(0.18) && chat(tale) === 'over') return 'over';
  if (course.stop === 'inProgress' || course.stop === 'reopened') return rest(tale);
  const share = again ? Math.min(course.share, 1.2) : course.share;
  const wanted = tale.world.time.after(started, share * limitOf(tale) * (0.9 + random.next() * 0.1));
  for (const note of random.shuffled(progressNotes).slice(0, Math.floor((share * limitOf(tale)) / (4 * tale.day)))) {
    const next = tale.world.time.after(story.at(), random.int(3, 5) * tale.day - random.int(0, 200));
    if (next >= wanted) break;
    if (!story.reach(next)) return 'over';
    story.make('progress', leadHandler(tale), tale.firm.id, { text: note });
    if (hearLeader(tale) === 'over') return 'over';
  }
  if (!story.reach(Math.max(wanted, tale.world.time.after(story.at(), random.int(12, 60))))) return 'over';
  return reply(tale);
}

/** 吹哨: several units are called together and report in. */
function callTogether(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (!course.whistle) return 'on';
  if (!story.pass(random.int(15, 200))) return 'over';
  const lead = story.state().leadId ?? '';
  const first = tale.opening.withId ?? otherDepartment(tale.world, random, [lead]);
  const unitIds = random.chance(0.5) ? [first] : [first, otherDepartment(tale.world, random, [lead, first])];
  const specialist = tale.cast.specialist(firm, story.at());
  const caller = specialist && random.chance(0.6) ? specialist : tale.cast.dispatcher(random);
  story.make('whistle', caller, firm.id, { unitIds, topic: random.pick(whistleTopics).replaceAll('{title}', story.state().title) });
  if (course.stop === 'whistled') return 'over';
  for (const unitId of unitIds) {
    if (!story.pass(random.int(20, 260))) return 'over';
    story.make('reportIn', tale.cast.handler(random, unitId), firm.id, { note: random.pick(reportNotes), unitId });
  }
  return 'on';
}

function hearAssists(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (course.stop === 'assisting') return 'over';
  for (const { unitId } of story.state().assists.filter((one) => one.repliedAt === null)) {
    if (!story.pass(random.chance(0.1) ? random.int(1300, 1700) : random.int(40, 500))) return 'over';
    story.make('assistReply', tale.cast.handler(random, unitId), firm.id, { text: random.pick(assistOpinions), unitId });
  }
  return 'on';
}

/** Waiting for the firm: it supplies, or the time given to it runs out, or the unit goes on without. */
function waitForFirm(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (!story.pass(random.int(20, 300))) return 'over';
  const [reason, what] = random.pick(waits);
  const untilOn = addWorkingDays(
    tale.world.calendar,
    dateOf(story.at()),
    course.stop === 'waiting' ? 4 : random.int(2, 4),
    'excludeStart',
  ).date;
  if (!story.make('askFirm', leadHandler(tale), firm.id, { reason, what, untilOn })) return 'on';
  if (course.stop === 'waiting') return 'over';
  if (!story.pass(random.chance(0.12) ? 5 * tale.day : random.int(60, 700))) return 'over';
  if (story.state().status !== 'waitingEnterprise') return 'on';
  const supplier = tale.cast.contact(firm.id) ?? tale.cast.specialist(firm, story.at());
  if (!supplier || !story.make('supply', supplier, firm.id, { text: random.pick(supplies[reason]) })) {
    story.make('resume', leadHandler(tale), firm.id, { note: '已电话核实，继续办理' });
  }
  return 'on';
}

function extend(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (!story.pass(random.int(60, 2 * tale.day))) return 'over';
  const days = random.int(2, tale.level === 'difficult' ? 15 : 5);
  if (!story.make('askExtension', leadHandler(tale), firm.id, { days, reason: random.pick(extensionReasons) })) return 'on';
  if (course.stop === 'extension' || !story.pass(random.int(30, 380))) return 'over';
  const decider = tale.level === 'difficult' ? tale.cast.leader(random) : tale.cast.dispatcher(random);
  const granted = random.chance(0.85);
  story.make('decideExtension', decider, firm.id, { granted, note: granted ? '理由充分，同意' : '请按原期限办理，困难及时报' });
  return 'on';
}

function chat(tale: Tale): Goes {
  const { story, random, firm } = tale;
  const asking = tale.cast.contact(firm.id) ?? tale.cast.dispatcher(random);
  if (!story.pass(random.int(30, 400))) return 'over';
  story.make('say', asking, firm.id, { text: random.pick(asking.role === 'dispatcher' ? staffTalk : firmTalk) });
  if (!story.pass(random.int(15, 200))) return 'over';
  story.make('say', leadHandler(tale), firm.id, { text: random.pick(staffTalk) });
  return 'on';
}

/** A supervised request lies with the leader until a word is given. */
function hearLeader(tale: Tale): Goes {
  const { story, random, firm } = tale;
  const { supervisedAt, instructedAt } = story.state();
  if (supervisedAt === null || instructedAt !== null || !random.chance(0.7)) return 'on';
  if (!story.pass(random.int(20, 240))) return 'over';
  story.make('instruct', tale.cast.leader(random), firm.id, { text: random.pick(instructions) });
  return 'on';
}

/** A scene that rests while it is being handled: now and then a note, as the days go by. */
function rest(tale: Tale): Goes {
  const { story, random, firm } = tale;
  for (const text of random.shuffled(progressNotes).slice(0, 2)) {
    if (!story.pass(random.int(2 * tale.day, 3 * tale.day))) return 'over';
    story.make('progress', leadHandler(tale), firm.id, { text });
  }
  return 'over';
}

function reply(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (hearLeader(tale) === 'over') return 'over';
  const lead = tale.world.departments.find((one) => one.id === story.state().leadId)?.name ?? '';
  const texts = { done: doneReplies[categoryOf(tale)], partlyDone: partlyReplies, cannot: cannotReplies }[course.reply];
  const text = random.pick(texts).replaceAll('{lead}', lead);
  const promise =
    course.promise && story.state().spans.length === 1
      ? {
          promise: random.pick(promisesFor[categoryOf(tale)] ?? promisesForAll),
          promiseDueOn: addWorkingDays(tale.world.calendar, dateOf(story.at()), random.int(6, 35), 'excludeStart').date,
        }
      : {};
  const clause = course.reply === 'cannot' ? { clause: random.pick(clauses) } : {};
  return story.make('reply', leadHandler(tale), firm.id, { kind: course.reply, text, ...clause, ...promise }) ? 'on' : 'over';
}

function categoryOf(tale: Tale): keyof typeof doneReplies {
  return tale.item.category as keyof typeof doneReplies;
}
