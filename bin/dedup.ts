/** The `dedup` command: the job, and all that a person wants around it. */

import { main } from '../job/command/program';
import { drawReport } from '../lib/report/page';

main(process.argv.slice(2), { drawReport }).then((exitCode) => {
  process.exitCode = exitCode;
});
