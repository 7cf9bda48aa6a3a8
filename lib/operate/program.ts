/** The commands that operate a deployment. Each command loads its own modules only when it runs. */

import type { Command } from 'commander';
import { collected } from '../../job/options/commander';
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
import { DEFAULT_POLL, DEFAULT_STACK, DEFAULT_STEPS, type TargetOptions, type WaitOptions } from './target/options';

/** Adds these commands to the root command. */
export function operateCommands(root: Command, drawReport: (summary: Summary) => string): void {
  root
    .command('doctor')
    .description('checks whether the account has what the deployment of cdk.json needs; changes nothing')
    .option('-c, --context <key=value>', 'a setting that overrides cdk.json, as often as needed', collected, [])
    .action(async (options: DoctorOptions) => (await import('./commands/doctor')).doctorCommand(options));
  submit(root);
  wait(root);
  status(root);
  logs(root);
  cancel(root);
  terminate(root);
  root
    .command('report')
    .description("draws the page of an output's run again, beside the output")
    .argument('<output>', 'the output folder of a run')
    .option('--open', 'open the page in a browser, and leave the output as it is', false)
    .option('--json', "print the page's location as JSON", false)
    .action(async (output: string, options: ReportOptions) =>
      (await import('./commands/report')).reportCommand(output, options, drawReport),
    );
  for (const command of root.commands) {
    const examples = EXAMPLES[command.name()];
    if (examples !== undefined) withExamples(command, examples);
  }
}

function submit(root: Command): void {
  const command = root
    .command('submit')
    .description("adds the stack's run to its cluster, with other inputs or options if given")
    .argument('[input...]', "inputs to read in place of the stack's");
  stackOptions(command).option('--new-cluster', 'run on a new cluster, which ends with the run', false);
  overridingOptions(command, ['json', 'quiet'])
    .option('--json', 'print what was submitted as JSON', false)
    .action(async (inputs: string[], options: SubmitOptions, self: Command) =>
      (await import('./commands/submit')).submitCommand(inputs, options, self),
    );
}

function wait(root: Command): void {
  const command = root
    .command('wait')
    .description('waits for a run, and checks that it has really published')
    .argument('[step or cluster]', "s-… or j-… (default: the last run of the stack's cluster)");
  clusterOptions(command)
    .option(
      '--submitted <file>',
      "wait for the run in this output of 'dedup submit --json', which also tells its region",
    )
    .option('--max-rejected <N or N%>', 'fail where more records were rejected')
    .option('--min-kept <N>', 'fail where fewer records were kept')
    .option('--min-lines <N>', 'fail where fewer lines were read')
    .option('--timeout <time>', 'wait no longer than this, like 90m; the run goes on (default: as long as it takes)')
    .option('--poll <time>', 'how often AWS is asked', DEFAULT_POLL)
    .option('--json', 'print the outcome as JSON', false)
    .option('--quiet', 'print no progress', false)
    .action(async (id: string | undefined, options: TargetOptions & WaitOptions) =>
      (await import('./commands/wait')).waitCommand(id, options),
    );
}

function status(root: Command): void {
  clusterOptions(root.command('status').description('shows a cluster: its age, its cost, its steps, and when it ends'))
    .option(
      '--price <dollars>',
      "price of an instance hour with EMR's share: 0.333, or m3.xlarge=0.333, as often as needed; lookup asks AWS",
      collected,
      [],
    )
    .option('--steps <N>', 'the number of steps to show, beginning with the newest', DEFAULT_STEPS)
    .option('--json', 'print the status as JSON', false)
    .action(async (options: StatusOptions) => (await import('./commands/status')).statusCommand(options));
}

function logs(root: Command): void {
  const command = root
    .command('logs')
    .description('prints the logs of a step, or of its containers, newest first')
    .argument('[step]', "s-… (default: the last run of the stack's cluster)");
  clusterOptions(command)
    .option('--container <name or all>', 'print the logs of this container of the run, or of all')
    .option('--follow', 'go on printing until the step is over and its last logs have arrived', false)
    .option('--timeout <time>', 'wait no longer than this for logs (default: as long as logs can arrive)')
    .option('--poll <time>', 'how often AWS is asked', DEFAULT_POLL)
    .option('--json', 'print each log as a JSON object, one per line', false)
    .action(async (id: string | undefined, options: LogsOptions) =>
      (await import('./commands/logs')).logsCommand(id, options),
    );
}

function cancel(root: Command): void {
  const command = root
    .command('cancel')
    .description('cancels a step; its cluster goes on')
    .argument('[step]', "s-… (default: the last run of the stack's cluster)");
  clusterOptions(command)
    .option('--json', 'print what was done as JSON', false)
    .action(async (id: string | undefined, options: TargetOptions) =>
      (await import('./commands/end')).cancelCommand(id, options),
    );
}

function terminate(root: Command): void {
  clusterOptions(root.command('terminate').description('ends a cluster'))
    .option('--force', 'end the cluster even while a step runs', false)
    .option('--json', 'print what was done as JSON', false)
    .action(async (options: TerminateOptions) => (await import('./commands/end')).terminateCommand(options));
}

function stackOptions(command: Command): Command {
  return command
    .option('--stack <name>', `the stack of the cluster (default: ${DEFAULT_STACK})`)
    .option('--outputs <file>', "file of 'cdk deploy --outputs-file', read in place of asking CloudFormation");
}

function clusterOptions(command: Command): Command {
  return stackOptions(command).option(
    '--cluster <id>',
    "another cluster than the stack's; its region is that of --outputs, if given",
  );
}
