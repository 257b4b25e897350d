import { callBackMissed, callBackReached, unsolvedReasons, verdictNotes } from '../words/phrases.ts';
import { leadHandler, tellIntake, type Goes } from './request-intake.ts';
import { tellHandling } from './request-handling.ts';
import { beginTale, verdictFacts, type Opening, type Tale } from './request-tale.ts';
import type { Course, Verdict } from './request-course.ts';
import type { World } from './world.ts';

const verdictMoves: Readonly<Record<Exclude<Verdict, 'silent'>, string>> = {
  solved: 'confirmSolved',
  partly: 'confirmPartly',
  explained: 'acceptExplanation',
  unsolved: 'reportUnsolved',
};

/** Tells a whole request up to today. Undefined when nobody was there to ask. */
export function tellRequest(world: World, opening: Opening, course: Course): Tale | undefined {
  const tale = beginTale(world, opening, course);
  if (!tale) return undefined;
  if (tellIntake(tale) === 'on' && tellHandling(tale) === 'on') tellAfterReply(tale, 0);
  tale.story.reach(world.now);
  return tale;
}

function tellAfterReply(tale: Tale, round: 0 | 1): Goes {
  const { story, course, random } = tale;
  if (course.stop === 'replied') return 'over';
  const verdict = tale.cast.contact(tale.firm.id) ? course.verdicts[round] : 'silent';
  if (verdict === 'silent') return tellSilence(tale);
  if (!story.pass(course.stop ? random.int(30, 120) : random.chance(0.8) ? random.int(25, 700) : random.int(700, 2000))) return 'over';
  return judge(tale, verdict, round);
}

function judge(tale: Tale, verdict: Exclude<Verdict, 'silent'>, round: 0 | 1): Goes {
  const { story, random, firm, world } = tale;
  const asker = tale.cast.contact(firm.id);
  if (!asker) return 'over';
  // What ends unsolved is filed as a common problem; where there is no file yet, the second reply was better.
  const problem = world.problems.find((one) => one.itemCodes.includes(tale.item.code));
  const settled = verdict === 'unsolved' && round === 1 && !problem ? 'partly' : verdict;
  const move = verdictMoves[settled];
  const made = story.make(move, asker, firm.id, { ...wordsOf(tale, settled), ...verdictFacts(tale, move) });
  if (!made) return 'over';
  if (settled === 'unsolved' && story.state().status === 'reopened') return redo(tale);
  if (story.state().status === 'confirmed') return callBackConfirmed(tale);
  if (settled !== 'unsolved' || tale.course.stop === 'unfiled' || !problem || !story.pass(random.int(120, 900))) return 'over';
  story.make('fileCommonProblem', tale.cast.dispatcher(random), firm.id, { commonProblemId: problem.id });
  return 'over';
}

function wordsOf(tale: Tale, verdict: Exclude<Verdict, 'silent'>): Record<string, unknown> {
  const { random } = tale;
  const late = tale.story.state().supervisedAt !== null;
  if (verdict === 'unsolved') return { reason: random.pick(unsolvedReasons), rating: random.chance(0.7) ? 'dissatisfied' : 'basic' };
  const rating =
    verdict === 'solved'
      ? random.weighted([
          ['verySatisfied', late ? 20 : 60],
          ['satisfied', 34],
          ['basic', late ? 20 : 5],
        ] as const)
      : random.weighted([
          ['satisfied', 40],
          ['basic', 50],
          ['dissatisfied', 10],
        ] as const);
  return random.chance(0.55) ? { rating, note: random.pick<string>(verdictNotes[rating]) } : { rating };
}

/** The one redo, in half the time. */
function redo(tale: Tale): Goes {
  const { story, random, firm } = tale;
  if (!story.pass(random.int(15, 200))) return 'over';
  story.make('contact', leadHandler(tale), firm.id, { how: 'visit', note: '带技术人员上门重新核实' });
  if (tellHandling(tale) === 'over') return 'over';
  return tellAfterReply(tale, 1);
}

/** A confirmed one that was drawn: somebody outside the handling line calls. */
function callBackConfirmed(tale: Tale): Goes {
  const { story, course, random } = tale;
  if (course.stop === 'confirmed') return 'over';
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    if (!story.pass(random.int(attempt === 1 ? 120 : 380, 900))) return 'over';
    if (callOnce(tale, attempt === 4 || random.chance(0.82))) return 'over';
  }
  return 'over';
}

/** Silence becomes its own state; call-backs on different days end in a verdict or in "no word". */
function tellSilence(tale: Tale): Goes {
  const { story, course, random, firm } = tale;
  if (!story.pass(5 * tale.day + random.int(440, 560)) || course.stop === 'silent') return 'over';
  const reachable = course.stop === 'calledBack' || (tale.cast.contact(firm.id) !== undefined && random.chance(0.6));
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if (!story.pass(random.int(attempt === 1 ? 60 : 400, 800))) return 'over';
    if (!callOnce(tale, reachable && (attempt === 3 || course.stop === 'calledBack' || random.chance(0.6)))) continue;
    if (course.stop === 'calledBack' || !story.pass(random.int(60, 900))) return 'over';
    return judge(tale, story.state().reply?.kind === 'cannot' ? 'explained' : 'solved', 1);
  }
  if (!story.pass(random.int(400, 700))) return 'over';
  story.make('closeUnanswered', tale.cast.outsider(random, story.state().handlerIds), firm.id, { note: '三次回访无人应答，按规定办结' });
  return 'over';
}

/** @returns whether the firm was reached */
function callOnce(tale: Tale, reached: boolean): boolean {
  const { story, random, firm } = tale;
  const caller = tale.cast.outsider(random, story.state().handlerIds);
  const made = story.make('callBack', caller, firm.id, { reached, note: random.pick(reached ? callBackReached : callBackMissed) });
  return made && reached;
}
