import { objections, decisions, refusals, withdrawals, contactNotes } from '../words/phrases.ts';
import { otherDepartment } from './request-cast.ts';
import type { Tale } from './request-tale.ts';
import type { Person } from './world.ts';

/** A tale goes on, or has ended: by its own end, by the stage of a scene, or because today is reached. */
export type Goes = 'on' | 'over';

/** From the desk of the dispatcher to the hands of the unit that keeps it, in touch with the firm. */
export function tellIntake(tale: Tale): Goes {
  const { story, course, random, firm, asker } = tale;
  if (course.stop === 'draft' || course.stop === 'submitted' || !story.pass(course.intake)) return 'over';
  const dispatcher = tale.cast.dispatcher(random);
  if (course.end === 'refused') {
    const [reason, advice] = random.pick(refusals);
    story.make('refuse', dispatcher, firm.id, { reason, advice });
    return 'over';
  }
  if (course.end === 'withdrawn' && (asker.role === 'enterpriseContact' || asker.role === 'specialist')) {
    if (random.chance(0.5) && accept(tale, dispatcher) === 'over') return 'over';
    if (story.pass(random.int(60, 700))) story.make('withdraw', asker, firm.id, { reason: random.pick(withdrawals) });
    return 'over';
  }
  if (accept(tale, dispatcher) === 'over') return 'over';
  return settleLead(tale);
}

function accept(tale: Tale, dispatcher: Person): Goes {
  const { story, course, random, firm } = tale;
  const known = tale.opening.itemKnown ? {} : { itemId: tale.item.id, category: tale.item.category };
  const units = firstUnits(tale);
  story.make('accept', dispatcher, firm.id, { level: tale.level, ...known, ...(course.unsplitAccept ? units : {}) });
  if (course.unsplitAccept) return 'on';
  if (course.stop === 'accepted' || !story.pass(tale.level === 'urgent' ? random.int(2, 12) : random.int(10, 220))) return 'over';
  story.make('dispatch', dispatcher, firm.id, units);
  return 'on';
}

function firstUnits(tale: Tale): { leadId: string; assistIds?: readonly string[] } {
  const right = tale.opening.leadId ?? tale.item.departmentId;
  // A request that will be objected to went to the wrong door first, unless a scene names the door.
  const leadId =
    tale.course.objections > 0 && tale.opening.leadId === undefined ? otherDepartment(tale.world, tale.random, [right]) : right;
  const assistIds = tale.course.assists > 0 && tale.opening.withId ? [tale.opening.withId] : [];
  while (assistIds.length < tale.course.assists) {
    assistIds.push(otherDepartment(tale.world, tale.random, [right, leadId, ...assistIds]));
  }
  return assistIds.length > 0 ? { leadId, assistIds } : { leadId };
}

/** Signature, objections and their decisions, until a unit keeps it and has spoken with the firm. */
function settleLead(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  const hurried = tale.level === 'urgent' || course.stop !== null;
  for (let round = 1; round <= course.objections; round += 1) {
    if (!story.pass(hurried ? random.int(5, 30) : random.int(25, 240))) return 'over';
    story.make('object', leadHandler(tale), firm.id, { reason: random.pick(objections) });
    if (course.stop === 'objected' || !story.pass(hurried ? random.int(5, 40) : random.int(40, 380))) return 'over';
    const last = round === course.objections;
    const leadId = last
      ? tale.item.departmentId
      : otherDepartment(tale.world, random, [tale.item.departmentId, story.state().leadId ?? '']);
    story.make('decideObjection', tale.cast.dispatcher(random), firm.id, { leadId, reason: random.pick(decisions) });
  }
  if (course.stop === 'dispatched' || !story.pass(hurried ? random.int(4, 25) : random.int(10, 200))) return 'over';
  const handler = leadHandler(tale);
  story.make('sign', handler, firm.id);
  if (course.stop === 'signed') return 'over';
  if (!story.pass(hurried ? random.int(5, 30) : course.contactLate ? random.int(900, 1300) : random.int(10, 240))) return 'over';
  const how = random.weighted([
    ['phone', 70],
    ['visit', 22],
    ['message', 8],
  ] as const);
  story.make('contact', handler, firm.id, { how, note: tale.fill(random.pick<string>(contactNotes[how])) });
  return 'on';
}

/** The person at the lead unit who has this one; the same each time it is asked of one unit. */
export function leadHandler(tale: Tale): Person {
  const state = tale.story.state();
  const known = tale.world.people.find((one) => one.scopeId === state.leadId && state.handlerIds.includes(one.id));
  return known ?? tale.cast.handler(tale.random, state.leadId ?? tale.item.departmentId);
}
