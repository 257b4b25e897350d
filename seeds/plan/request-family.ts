import { createRandom } from '../random.ts';
import { chooseCourse, courseTo, type Course } from './request-course.ts';
import { tellRequest } from './request-verdict.ts';
import { beginTale, type Opening, type Tale } from './request-tale.ts';
import type { World } from './world.ts';

const parts = [
  ['能马上办的先办', '其余部分请给出时间表'],
  ['政策条件请说明', '材料请一次告知', '具体办理请给出时间'],
  ['手续部分', '现场部分'],
] as const;

/** A request that the dispatcher split into parts, each on its own way; undefined when nobody was there to ask. */
export function tellSplit(world: World, opening: Opening, unfinished: boolean): readonly Tale[] | undefined {
  const random = createRandom(`云锦高新区 split ${opening.key}`);
  const course: Course = { ...courseTo(random, 'complex', 'accepted'), intake: random.int(10, 90) };
  const parent = beginTale(world, { ...opening, itemKnown: true }, course);
  if (!parent || !parent.story.pass(course.intake)) return undefined;
  const dispatcher = parent.cast.dispatcher(random);
  parent.story.make('accept', dispatcher, parent.firm.id, { level: parent.level });
  if (!parent.story.pass(random.int(20, 150))) return [parent];
  const lines = random.pick(parts).map((line) => `${parent.story.state().title}：${line}`);
  const openedAt = parent.story.at();
  const children = lines.flatMap((text, index) => {
    const level = parent.level;
    const childCourse: Course = {
      ...chooseCourse(random, level),
      end: 'handled',
      objections: 0,
      ...(unfinished && index === 0 ? courseTo(random, level, 'inProgress') : {}),
    };
    const child = tellRequest(
      world,
      {
        ...opening,
        key: `${opening.key} part ${index}`,
        openedAt,
        text,
        by: dispatcher,
        parentId: parent.story.id,
        itemKnown: true,
        level,
      },
      childCourse,
    );
    return child ? [child] : [];
  });
  parent.story.make('split', dispatcher, parent.firm.id, { parts: lines.join('\n'), childIds: children.map((child) => child.story.id) });
  const closed = children.map((child) => child.story.state()).filter((child) => child.closedAt !== null);
  for (const child of closed.sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0))) {
    parent.story.reach(child.closedAt ?? world.now);
    parent.story.makeBySystem('childClosed', { childId: child.id, result: child.result ?? child.status });
  }
  parent.story.reach(world.now);
  return [parent, ...children];
}

/** A duplicate that the dispatcher merged into the firm's open request; undefined when that was no longer open. */
export function tellDuplicate(world: World, original: Tale): Tale | undefined {
  const random = createRandom(`云锦高新区 duplicate ${original.opening.key}`);
  const openedAt = world.time.after(original.opening.openedAt, random.int(60, 500));
  if (openedAt >= world.now) return undefined;
  const course = courseTo(random, original.level, 'submitted');
  const tale = beginTale(world, { ...original.opening, key: `${original.opening.key} again`, openedAt }, course);
  if (!tale || !tale.story.pass(random.int(15, 120))) return undefined;
  const { closedAt } = original.story.state();
  const intoOpen = closedAt === null || closedAt > tale.story.at();
  const merged = tale.story.make('merge', tale.cast.dispatcher(random), tale.firm.id, {
    intoId: original.story.id,
    reason: '同一企业就同一事项重复提交',
    intoFirmId: original.firm.id,
    intoOpen,
  });
  return merged ? tale : undefined;
}
