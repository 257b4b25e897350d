import { Worker } from 'node:worker_threads';
import type { PlanQuestion } from '../rules/branch-plan.ts';
import type { Columns, SolvedBranches } from './plan-solver.ts';

export type PlanTask =
  | { readonly kind: 'branches'; readonly question: PlanQuestion; readonly seconds: number }
  | { readonly kind: 'programme'; readonly programme: string; readonly seconds: number };

/** Plans joint branches beside the server's own work; `seconds` bounds the solver. */
export function planBranches(question: PlanQuestion, seconds: number): Promise<SolvedBranches> {
  return inThread<SolvedBranches>({ kind: 'branches', question, seconds });
}

/** Solves a linear programme beside the server's own work. */
export function solveProgramme(programme: string, seconds: number): Promise<Columns> {
  return inThread<Columns>({ kind: 'programme', programme, seconds });
}

function inThread<T>(task: PlanTask): Promise<T> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    worker.once('message', (solved: T) => {
      done(solved);
      void worker.terminate();
    });
    worker.once('error', fail);
  });
}
