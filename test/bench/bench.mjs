// `npm run bench`: the entry of both benches, on one machine and on YARN.
import { Problem } from './problem.mjs';

const isOnYarn = process.argv[2] === 'yarn';
if (isOnYarn) process.argv.splice(2, 1);
const { main } = isOnYarn ? await import('./yarn/run.mjs') : await import('./run.mjs');

try {
  await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
