/** The job's entry: what is shipped to a cluster. */

import { isMainThread } from 'node:worker_threads';
import { main } from './command/program';
import { serveCrew } from './runner/crew';

if (isMainThread) {
  main(process.argv.slice(2), { entry: __filename }).then((exitCode) => {
    process.exitCode = exitCode;
  });
} else {
  serveCrew();
}
