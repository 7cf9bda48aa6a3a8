/** The job's entry: what is shipped to a cluster. */

import { main } from './command/program';

main(process.argv.slice(2), {}).then((exitCode) => {
  process.exitCode = exitCode;
});
