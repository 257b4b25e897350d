import type { RequestLevel } from '#features/service/rules/sla.ts';
import type { Random } from '../random.ts';

/** Where a scene of today stops; everything before it has happened. */
export type Stage =
  | 'draft'
  | 'submitted'
  | 'accepted'
  | 'dispatched'
  | 'objected'
  | 'signed'
  | 'inProgress'
  | 'waiting'
  | 'extension'
  | 'assisting'
  | 'whistled'
  | 'replied'
  | 'silent'
  | 'calledBack'
  | 'confirmed'
  | 'reopened'
  | 'unfiled';

/** What will happen to a request, decided by chance before it begins. */
export type Course = {
  readonly end: 'handled' | 'refused' | 'withdrawn';
  readonly stop: Stage | null;
  /** share of the level's limit that the handling takes; above 1 is late */
  readonly share: number;
  /** working minutes until the dispatcher looks, and between dispatch and signature */
  readonly intake: number;
  readonly contactLate: boolean;
  readonly objections: 0 | 1 | 2;
  readonly assists: number;
  readonly whistle: boolean;
  readonly wait: boolean;
  readonly extension: boolean;
  readonly reply: 'done' | 'partlyDone' | 'cannot';
  readonly promise: boolean;
  /** how the firm judges the first and the second reply; silent = not at all */
  readonly verdicts: readonly [Verdict, Verdict];
  readonly unsplitAccept: boolean;
};

export type Verdict = 'solved' | 'partly' | 'explained' | 'unsolved' | 'silent';

/** @param isStuck is it about what keeps coming back unsolved? */
export function chooseCourse(random: Random, level: RequestLevel, isStuck = false): Course {
  const reply = random.weighted([
    ['done', 75],
    ['partlyDone', 15],
    ['cannot', 10],
  ] as const);
  return {
    end: random.weighted([
      ['handled', 953],
      ['refused', 28],
      ['withdrawn', 19],
    ] as const),
    stop: null,
    share: random.weighted([
      [0.15 + random.next() * 0.35, 52],
      [0.5 + random.next() * 0.4, 43],
      [1.03 + random.next() * 0.5, 3.8],
      [1.6 + random.next(), 1.2],
    ] as const),
    intake:
      level === 'urgent'
        ? random.int(4, 35)
        : random.weighted([
            [random.int(8, 90), 70],
            [random.int(90, 300), 29],
            [random.int(850, 1300), 1],
          ] as const),
    contactLate: random.chance(0.02),
    objections: random.weighted([
      [0, 93],
      [1, 5.7],
      [2, 1.3],
    ] as const),
    assists:
      level === 'urgent'
        ? 0
        : random.weighted([
            [0, 82],
            [1, 13],
            [2, 5],
          ] as const),
    whistle: random.chance(level === 'difficult' ? 0.25 : 0.02),
    wait: level !== 'urgent' && random.chance(0.15),
    extension: (level === 'complex' || level === 'difficult') && random.chance(0.12),
    reply,
    promise: random.chance(reply === 'partlyDone' ? 0.6 : reply === 'done' ? 0.06 : 0),
    verdicts: [verdictFor(random, reply, isStuck ? 0.5 : 0.07), verdictFor(random, reply, isStuck ? 1.2 : 0.1)],
    unsplitAccept: random.chance(0.7),
  };
}

/** A scene of today: quick and plain up to its stage, on which it rests. */
export function courseTo(random: Random, level: RequestLevel, stop: Stage, change: Partial<Course> = {}): Course {
  return {
    ...chooseCourse(random, level),
    end: 'handled',
    stop,
    share: 0.2,
    intake: random.int(6, 40),
    contactLate: false,
    objections: stop === 'objected' ? 1 : 0,
    assists: stop === 'assisting' ? random.int(1, 2) : 0,
    whistle: stop === 'whistled',
    wait: stop === 'waiting',
    extension: stop === 'extension',
    reply: 'done',
    promise: false,
    unsplitAccept: stop !== 'accepted',
    verdicts:
      stop === 'reopened' || stop === 'unfiled'
        ? ['unsolved', 'unsolved']
        : stop === 'confirmed'
          ? ['solved', 'solved']
          : ['silent', 'silent'],
    ...change,
  };
}

function verdictFor(random: Random, reply: Course['reply'], unsolved: number): Verdict {
  const silent = 0.06;
  const good: Verdict =
    reply === 'cannot'
      ? 'explained'
      : reply === 'partlyDone'
        ? random.chance(0.8)
          ? 'partly'
          : 'solved'
        : random.chance(0.93)
          ? 'solved'
          : 'partly';
  return random.weighted([
    ['silent', silent],
    ['unsolved', unsolved * (reply === 'done' ? 0.8 : 2)],
    [good, 1],
  ] as const);
}
