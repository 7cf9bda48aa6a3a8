/** The `dedup` command: the job, and the commands around it. */

import type { Command } from 'commander';
import { complain } from '../job/command/complain';
import { completionCommand } from '../job/command/completion/command';
import { end } from '../job/command/end';
import { manualCommand } from '../job/command/manual-command';
import { main } from '../job/command/program';
import { operateCommands } from '../lib/operate/program';
import { drawReport } from '../lib/report/page';
import { version } from '../package.json';

function addCommands(root: Command): void {
  operateCommands(root, drawReport);
  completionCommand(root, version);
  manualCommand(root, version);
}

main(process.argv.slice(2), { drawReport, addCommands }, complain).then(end);
