import type { Command } from 'commander';
import pg from 'pg';
import { distribute, planDistribution, refuseUnlessCurrent, type Distribution } from '#kernel/server/database/distribute.ts';
import { inDatabase } from './backup-commands.ts';
import { print, tell } from './command-house.ts';

/** Zones over several machines: what Citus has to be told once. */
export function addDistributeCommand(program: Command): void {
  program
    .command('distribute')
    .description('spread the zones over the nodes of a Citus cluster; may be called again, and goes on where it was stopped')
    .option('--print', 'print the statements, in order, and change nothing')
    .option('--json')
    .action((given: { print?: boolean; json?: boolean }) =>
      inDatabase(async ({ ownerUrl }) => {
        if (given.print) {
          const plan = await planFor(ownerUrl);
          print(given.json ?? false, plan, plan.statements.map((statement) => `${statement};`).join('\n'));
          return;
        }
        const { done, statements, citus } = await distribute(ownerUrl, (statement) => tell(statement.split('\n').slice(0, 2).join(' ')));
        print(given.json ?? false, { citus, done, issued: statements }, wordsOf(done, statements));
      }),
    );
}

async function planFor(ownerUrl: string): Promise<Distribution> {
  await refuseUnlessCurrent(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await planDistribution(client);
  } finally {
    await client.end();
  }
}

function wordsOf(done: readonly string[], issued: readonly string[]): string {
  return [
    ...done.map((what) => `Stood already: ${what}`),
    issued.length === 0 ? 'Nothing was left to do.' : `${issued.length} statements issued; every zone is spread.`,
  ].join('\n');
}
