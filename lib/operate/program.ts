/** The commands that operate a deployment. Each command loads its own modules only when it runs. */

import type { Command } from 'commander';
import { addOptions } from '../../job/options/commander';
import { withExamples } from '../../job/options/examples';
import type { Summary } from '../../job/summary/summary';
import type { DoctorOptions } from './commands/doctor';
import type { TerminateOptions } from './commands/end';
import type { LogsOptions } from './commands/logs';
import type { ReportOptions } from './commands/report';
import type { StatusOptions } from './commands/status';
import type { SubmitOptions } from './commands/submit';
import { EXAMPLES } from './examples';
import { overridingOptions } from './run/run-arguments';
import { OPTIONS_OF, type OperatingCommand, tableOf } from './target/option-table';
import type { TargetOptions, WaitOptions } from './target/options';

/** Adds these commands to the root command. */
export function operateCommands(root: Command, drawReport: (summary: Summary) => string): void {
  root.commandsGroup('Commands for AWS:');
  operating(root.command('doctor'), 'doctor')
    .description('checks whether the account has what the deployment of cdk.json needs; changes nothing')
    .action(async (options: DoctorOptions) => (await import('./commands/doctor')).doctorCommand(options));
  submit(root);
  wait(root);
  status(root);
  logs(root);
  cancel(root);
  terminate(root);
  root.commandsGroup('Other commands:');
  operating(root.command('report'), 'report')
    .description("draws the page of an output's run again, beside the output")
    .argument('<output>', 'the output folder of a run')
    .action(async (output: string, options: ReportOptions) =>
      (await import('./commands/report')).reportCommand(output, options, drawReport),
    );
  for (const command of root.commands) {
    const examples = EXAMPLES[command.name()];
    if (examples !== undefined) withExamples(command, examples);
  }
}

/** Adds the options of a command of the table. */
function operating(command: Command, name: OperatingCommand): Command {
  return addOptions(command, tableOf(OPTIONS_OF[name]));
}

function submit(root: Command): void {
  const command = root
    .command('submit')
    .description("adds the stack's run to its cluster, with other inputs or options if given")
    .argument('[input...]', "inputs to read in place of the stack's");
  const own = OPTIONS_OF.submit;
  addOptions(command, tableOf(own.filter((name) => name !== 'json')));
  overridingOptions(command, ['json', 'quiet', 'classData']);
  addOptions(command, tableOf(['json'])).action(async (inputs: string[], options: SubmitOptions, self: Command) =>
    (await import('./commands/submit')).submitCommand(inputs, options, self),
  );
}

function wait(root: Command): void {
  operating(root.command('wait'), 'wait')
    .description('waits for a run, and checks that it has really published')
    .argument('[step or cluster]', "s-… or j-… (default: the last run of the stack's cluster)")
    .action(async (id: string | undefined, options: TargetOptions & WaitOptions) =>
      (await import('./commands/wait')).waitCommand(id, options),
    );
}

function status(root: Command): void {
  operating(root.command('status'), 'status')
    .description('shows a cluster: its age, its cost, its steps, and when it ends')
    .action(async (options: StatusOptions) => (await import('./commands/status')).statusCommand(options));
}

function logs(root: Command): void {
  operating(root.command('logs'), 'logs')
    .description('prints the logs of a step, or of its containers, newest first')
    .argument('[step]', "s-… (default: the last run of the stack's cluster)")
    .action(async (id: string | undefined, options: LogsOptions) =>
      (await import('./commands/logs')).logsCommand(id, options),
    );
}

function cancel(root: Command): void {
  operating(root.command('cancel'), 'cancel')
    .description('cancels a step; its cluster goes on')
    .argument('[step]', "s-… (default: the last run of the stack's cluster)")
    .action(async (id: string | undefined, options: TargetOptions) =>
      (await import('./commands/end')).cancelCommand(id, options),
    );
}

function terminate(root: Command): void {
  operating(root.command('terminate'), 'terminate')
    .description('ends a cluster')
    .action(async (options: TerminateOptions) => (await import('./commands/end')).terminateCommand(options));
}
