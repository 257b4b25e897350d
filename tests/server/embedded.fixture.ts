import { startEmbedded } from '#kernel/server/database/embedded.ts';

/** A process that uses a data folder's embedded database until its input ends: prints the address, and what it does. */
const database = await startEmbedded({
  dataFolder: process.env['LIANXIN_DATA'] ?? '',
  log: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`${database.url}\n`);
process.stdin.on('end', () => void database.stop().then(() => process.exit(0))).resume();
