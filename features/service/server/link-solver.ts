import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';

/** Runs in a thread of its own: HiGHS computes synchronously and would hold up every other reader. */
const highs = await loadHighs({});
const solution = highs.solve(String(workerData), { time_limit: 60, presolve: 'on' });
const chosen =
  solution.Status === 'Optimal'
    ? Object.entries(solution.Columns).flatMap(([name, column]) => ('Primal' in column && column.Primal > 0.5 ? [name] : []))
    : [];
parentPort?.postMessage({ status: solution.Status, cost: solution.Status === 'Optimal' ? solution.ObjectiveValue : 0, chosen });
