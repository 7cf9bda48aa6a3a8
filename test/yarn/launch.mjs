// `npm run yarn`: a YARN cluster on this machine, as long as this program runs (README.md).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { requireAddresses } from './addresses.mjs';
import { howToUse } from './how-to-use.mjs';
import { installHadoop } from './install.mjs';
import { findJava } from './java.mjs';
import { parseOptions } from './options.mjs';
import { Missing, Problem } from './problem.mjs';
import { removeStaleRuns, SUPERVISOR } from './run-folder.mjs';

/** EX_UNAVAILABLE of sysexits.h. */
const MISSING = 69;
const STOPPING = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

async function main() {
  const { cluster, json } = parseOptions(process.argv.slice(2));
  const java = findJava();
  await requireAddresses(cluster.nodes);
  const hadoop = installHadoop();
  const supervisor = startSupervisor({ java, hadoop, options: cluster });
  const ended = once(supervisor, 'exit');
  for (const signal of STOPPING) process.on(signal, () => supervisor.stdin.end());
  if (json) {
    supervisor.stdout.pipe(process.stdout);
    process.stdin.pipe(supervisor.stdin);
  } else {
    process.stderr.write(`Starting ${cluster.nodes} nodes of ${cluster.memoryMb} MB …\n`);
    supervisor.stdout.once('data', (line) => process.stdout.write(howToUse(JSON.parse(line), cluster)));
  }
  const [exitCode, signal] = await ended;
  process.stdin.destroy();
  if (signal === null) return exitCode;
  await removeStaleRuns();
  throw new Problem(`the supervisor was ended by ${signal}, and its cluster after it`);
}

/** @param {import('./supervisor.mjs').Request} request */
function startSupervisor(request) {
  const token = randomBytes(4).toString('hex');
  const child = spawn(process.execPath, [SUPERVISOR, token, JSON.stringify(request)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // The supervisor may end while a command is being sent.
  child.stdin.on('error', () => undefined);
  return child;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`yarn: ${error.message}\n`);
  process.exitCode = error instanceof Missing ? MISSING : 1;
}
