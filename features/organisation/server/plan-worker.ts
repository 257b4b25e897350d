import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';
import { modelOf, type PlanQuestion } from '../rules/branch-plan.ts';
import { solveBranches } from './plan-solver.ts';

/** Runs in a thread of its own: HiGHS computes synchronously and would hold up every other reader. */
const { question, seconds } = workerData as { readonly question: PlanQuestion; readonly seconds: number };
parentPort?.postMessage(solveBranches(await loadHighs({}), modelOf(question), seconds));
