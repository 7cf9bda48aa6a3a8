/** The job's entry: what is shipped to a cluster. Its runs have their page too. */

import { main } from '../job/command/program';
import { drawReport } from '../lib/report/page';

main(process.argv.slice(2), { drawReport }, console.error).then((exitCode) => {
  process.exitCode = exitCode;
});
