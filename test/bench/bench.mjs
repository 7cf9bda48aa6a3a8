// `npm run bench`: the entry of all benches, on one machine and on YARN.
import { Problem } from './problem.mjs';

const isOnYarn = process.argv[2] === 'yarn';
const isOfAuto = isOnYarn && process.argv[3] === 'auto';
process.argv.splice(2, Number(isOnYarn) + Number(isOfAuto));
const { main } = await (isOfAuto
  ? import('./yarn/auto.mjs')
  : isOnYarn
    ? import('./yarn/run.mjs')
    : import('./run.mjs'));

try {
  await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
