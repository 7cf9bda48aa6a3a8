/** Lists the resources in the account of the stand-in, for tests of the resources that a deployment leaves. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Cloud, PYTHON } from './cloud';

/** A Python program lists them, because the SDK's clients are installed only for the services that the kit uses. */
const PROGRAM = join(__dirname, 'cloud-inventory.py');

interface Lister {
  readonly child: ChildProcess;
  readonly lists: AsyncIterator<string>;
}

/** One for each stand-in of this test file, because it takes a second to load the descriptions of all services. */
const listers = new Map<Cloud, Lister>();

afterAll(async () => {
  for (const [cloud, { child }] of listers) {
    listers.delete(cloud);
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.stdin?.end();
    await ended;
  }
});

/** `kind: name` of every resource, except those that every account has and those of `cdk bootstrap`. */
export async function inventory(cloud: Cloud): Promise<string[]> {
  const { child, lists } = listers.get(cloud) ?? startLister(cloud);
  child.stdin?.write('\n');
  const { value, done } = await lists.next();
  if (done) throw new Error('the program that lists the resources has ended, and says above why');
  const lines: string[] = JSON.parse(value);
  return lines.filter((line) => !/ (cdk-|CDKToolkit|\/cdk-bootstrap)/.test(line)).sort();
}

function startLister(cloud: Cloud): Lister {
  const env = { ...process.env, ...cloud.environment };
  const child = spawn(PYTHON, [PROGRAM], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  // it may end while it is asked
  child.stdin.on('error', () => undefined);
  const lister = { child, lists: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  listers.set(cloud, lister);
  return lister;
}
