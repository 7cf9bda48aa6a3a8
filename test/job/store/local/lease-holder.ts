import { createInterface } from 'node:readline';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { Lease } from '../../../../job/store/store';

/**
 * A process of its own for the tests of the lease. It reads the commands `take` and `release`, one a line, and writes a
 * line with the result of each. It ends at the end of its input.
 */
async function main(folder: string, run: string): Promise<void> {
  const store = openLocalFolder(folder);
  let lease: Lease | undefined;
  console.log('ready');
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'release') await lease?.release();
    if (command === 'take') lease = await store.takeLease({ run, command: ['dedup', 'run'] }).catch(report);
    if (command === 'release') console.log('released');
    else if (lease !== undefined) console.log('held');
  }
}

function report(error: Error): undefined {
  console.log(error.message);
}

void main(process.argv[2] as string, process.argv[3] as string);
