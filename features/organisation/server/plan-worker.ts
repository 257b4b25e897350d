import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';
import { modelOf } from '../rules/branch-plan.ts';
import { columnsOf, solveBranches } from './plan-solver.ts';
import type { PlanTask } from './plan-thread.ts';

/** Runs in a thread of its own: HiGHS computes synchronously and would hold up every other reader. */
const task = workerData as PlanTask;
const highs = await loadHighs({});
if (task.kind === 'branches') parentPort?.postMessage(solveBranches(highs, modelOf(task.question), task.seconds));
else parentPort?.postMessage(columnsOf(highs.solve(task.programme, { time_limit: task.seconds })));
