/** The `dedup` command: the job, and all that a person wants around it. */

import type { Command } from 'commander';
import { main } from '../job/command/program';
import { operateCommands } from '../lib/operate/program';
import { drawReport } from '../lib/report/page';

const addCommands = (root: Command) => operateCommands(root, drawReport);

main(process.argv.slice(2), { drawReport, addCommands }).then((exitCode) => {
  process.exitCode = exitCode;
});
