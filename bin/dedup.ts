/** The `dedup` command: the job, and all that a person wants around it. */

import { isMainThread } from 'node:worker_threads';
import { main } from '../job/command/program';
import { serveCrew } from '../job/runner/crew';
import { drawReport } from '../lib/report/page';

if (isMainThread) {
  main(process.argv.slice(2), { entry: __filename, drawReport }).then((exitCode) => {
    process.exitCode = exitCode;
  });
} else {
  serveCrew();
}
