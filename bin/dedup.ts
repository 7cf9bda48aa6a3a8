/** The `dedup` command: the job, and the commands around it. */

import type { Command } from 'commander';
import { complain } from '../job/command/complain';
import { completionCommand } from '../job/command/completion/command';
import { manualCommand } from '../job/command/manual-command';
import { main } from '../job/command/program';
import { operateCommands } from '../lib/operate/program';
import { drawReport } from '../lib/report/page';
import { version } from '../package.json';

/** Exit codes above this mean a signal: as in a shell, the signal's number is added to it. */
const ENDED_BY_SIGNAL = 128;

function addCommands(root: Command): void {
  operateCommands(root, drawReport);
  completionCommand(root, version);
  manualCommand(root, version);
}

main(process.argv.slice(2), { drawReport, addCommands }, complain).then((exitCode) => {
  process.exitCode = exitCode;
  // without this, a request that a signal has cut short would be tried again for a minute
  if (exitCode > ENDED_BY_SIGNAL) process.exit();
});
