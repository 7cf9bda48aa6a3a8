/** The commands of the job, as both bundles have them. */

import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { BAD_RECORDS, type RunOptions } from '../options/options';
import { DEFAULT_SPEC } from '../options/spec';
import { DEFAULT_SIZING, type SizingOptions, type YarnOptions } from '../runner/yarn/options';
import { maskedCommand } from '../runner/yarn/secret-properties';
import { EXIT } from '../shared/exit';
import { exitCodeOf, Failure, messageOf } from '../shared/failure';
import { printable } from '../shared/printable';
import { CODEC_NAMES } from '../summary/summary';
import { refuseUnmeant } from './given-once';
import { Interrupted } from './interrupt';
import { print, printed } from './output';
import { type Bundle, type Flags, runCommand } from './run';
import { verifyCommand } from './verify';
import { mapCommand, reduceCommand } from './yarn-task';

/** Runs the command line and returns the exit code. The one line that says why a command failed goes to `complain`. */
export async function main(argv: readonly string[], bundle: Bundle, complain: (line: string) => void): Promise<number> {
  try {
    refuseNoWorkingFolder();
    const meant = meantBy(argv);
    const root = program(meant, bundle);
    await root.parseAsync(knownIn(root, meant), { from: 'user' }).catch(helpIsNoError);
    await printed();
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, { argv, bundle, complain });
    const isInterrupt = error instanceof Interrupted;
    if (process.env.DEBUG) console.error(error);
    else complain(`dedup: ${printable(isInterrupt ? error.message : messageOf(error))}`);
    return isInterrupt ? error.exitCode : exitCodeOf(error);
  }
}

/** `help`, `help run` and `version` mean options. */
function meantBy(argv: readonly string[]): readonly string[] {
  const [word, command] = argv;
  if (word === 'version') return ['--version', ...argv.slice(1)];
  if (word !== 'help') return argv;
  return command === undefined || command.startsWith('-') ? ['--help'] : [command, '--help'];
}

/** Help on a command that there is not would be help on all others. */
function knownIn(root: Command, [word, ...rest]: readonly string[]): string[] {
  if (word === undefined) return [];
  const isKnown = word.startsWith('-') || root.commands.some((command) => command.name() === word);
  return isKnown ? [word, ...rest] : [word];
}

function helpIsNoError(error: unknown): void {
  if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
}

function refuseNoWorkingFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    throw new Failure(EXIT.usage, 'the working folder is no longer there: change to one that is', { cause: error });
  }
}

/** All commands, for a bundle. */
export function program(argv: readonly string[], bundle: Bundle): Command {
  const root = new Command('dedup')
    .description('Keeps only the latest record of every key in a folder of delimited text.')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      outputError: () => {},
      writeOut: (text) => print(text.replace(/\n$/, '')),
      writeErr: (text) => console.error(text.replace(/\n$/, '')),
    })
    .helpCommand(false);
  // what only some commands need is loaded by them
  const invocation = { ...bundle, command: ['dedup', ...maskedCommand(argv)] };
  root.addCommand(
    runOptions(root.createCommand('run').copyInheritedSettings(root)).action(
      (inputs: string[], options: RunOptions & Flags) => runCommand(inputs, options, invocation),
    ),
  );
  root.addCommand(
    yarnOptions(root.createCommand('yarn').copyInheritedSettings(root)).action(
      async (inputs: string[], options: YarnOptions & Flags) =>
        (await import('./yarn')).yarnCommand(inputs, options, invocation),
    ),
  );
  root.addCommand(
    planOptions(root.createCommand('plan').copyInheritedSettings(root)).action(
      async (inputs: string[], options: SizingOptions & { readonly json: boolean }) =>
        (await import('./yarn')).planCommand(inputs, options),
    ),
  );
  root
    .command('verify')
    .description('checks an output by itself: order, one record a key, partitions, checksums, books')
    .argument('<output>', 'the output folder of a run')
    .option('--json', 'print what was found as JSON', false)
    .action((output: string, options: { json: boolean }) => verifyCommand(output, options));
  root.command('map', { hidden: true }).description('a map task of dedup yarn').action(mapCommand);
  root.command('reduce', { hidden: true }).description('a reduce task of dedup yarn').action(reduceCommand);
  // those of the job start without all others
  if (!root.commands.some((command) => command.name() === argv[0])) bundle.addCommands?.(root);
  refuseUnmeant(root);
  return root;
}

function runOptions(command: Command): Command {
  return endOptions(
    jobOptions(command.description('publishes the latest record of every key of the inputs'))
      .option('--parts <N>', 'number of output parts (default: one a thread)')
      .option('--threads <N>', 'worker threads (default: one a processor)')
      .option('--memory <size>', 'budget for records in memory (default: half of what is free, at most 3g)')
      .option('--temp <folder>', "where records go that outgrow the memory (default: the system's)"),
  );
}

export function yarnOptions(command: Command): Command {
  const described = command.description('the same as run, on Hadoop: map and reduce tasks in YARN containers');
  return endOptions(
    sizingOptions(jobOptions(described))
      .option('--queue <name>', "YARN's queue (default: the cluster's)")
      .addOption(new Option('--speculative <on or off>', 'whether slow tasks are started a second time').default('off'))
      .option('--run-id <id>', "the run's name: a UTC time and letters, such as 20261122t152504z-nightly")
      .addOption(
        new Option('--if-empty <ok or fail>', 'what inputs without any file are: with ok nothing is published').default(
          'fail',
        ),
      )
      .option('--hadoop <name=value>', 'a Hadoop property, as often as needed', collected, []),
  );
}

function planOptions(command: Command): Command {
  return sizingOptions(
    command
      .description('shows how yarn would cut the inputs, and what it would need; runs nothing')
      .argument('<input...>', INPUTS),
  ).option('--json', 'print the plan as JSON', false);
}

const INPUTS =
  'files, folders (read at any depth), glob patterns or s3:// locations; names that start with _ or . are skipped';

/** What the job is, wherever it runs. */
function jobOptions(command: Command): Command {
  return command
    .argument('<input...>', INPUTS)
    .option(
      '--output <folder>',
      'where the parts go, also s3://bucket/prefix; what an earlier run left there is replaced',
    )
    .hook('preAction', refuseNoOutput)
    .option('--columns <names>', 'names of the columns, in order', DEFAULT_SPEC.columns)
    .option('--key <names>', 'the columns that make the key', DEFAULT_SPEC.key)
    .option(
      '--order-by <column[:type]>',
      'the column whose greatest value is the latest; type int or text',
      DEFAULT_SPEC.orderBy,
    )
    .option('--delimiter <byte>', 'what separates columns; \\t and \\xHH are understood', DEFAULT_SPEC.delimiter)
    .option('--header', 'every input file starts with the same header line, and every part will', false)
    .addOption(
      new Option(
        '--header-names <mode>',
        'match: the header has to name the columns as --columns does; ignore: its names mean nothing',
      ).default('match'),
    )
    .addOption(
      new Option('--bad-records <mode>', `what happens to bad records: ${BAD_RECORDS.join(', ')}`).default('fail'),
    )
    .option('--max-bad-records <N or N%>', 'with drop and keep: more than this fails the run')
    .option('--merge', 'the present output is one more input', false)
    .option('--overwrite', 'move files that this kit did not write out of the way, to _replaced/', false)
    .option('--allow-empty', 'publish although no record was kept', false);
}

/** By itself and last: commander tells of what is missing before what it does not know, be that a slip for the same. */
function refuseNoOutput(command: Command): void {
  if (command.opts().output === undefined) command.error("error: required option '--output <folder>' not specified");
}

/** How YARN's tasks are cut. */
function sizingOptions(command: Command): Command {
  return command
    .option('--parallelism <N>', 'task containers at a time', DEFAULT_SIZING.parallelism)
    .option('--parts <N>', 'reduce tasks and output parts (default: the parallelism, or a multiple for large inputs)')
    .option('--split-size <size>', 'what a map task reads at most (default: 1g)')
    .option('--container-memory <size>', 'of each map and reduce task', DEFAULT_SIZING.containerMemory)
    .option(
      '--application-master-memory <size>',
      'of the container that runs the others',
      DEFAULT_SIZING.applicationMasterMemory,
    );
}

function endOptions(command: Command): Command {
  return command
    .addOption(new Option('--compress <format>', `of the parts: ${CODEC_NAMES.join(', ')}`).default('none'))
    .option('--wait-lock <time>', 'wait so long for an output that another run has, like 30m (default: refuse at once)')
    .option('--max-run-time <time>', 'end the run after so long, and publish nothing, like 6h (default: never)')
    .option('--json', 'print the summary as JSON', false)
    .option('--quiet', 'no progress, no summary', false);
}

/** Of an option that is given as often as needed. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

interface Parsing {
  readonly argv: readonly string[];
  readonly bundle: Bundle;
  complain(line: string): void;
}

/** Whatever commander complains about is a usage error, in one line. */
function endOfParsing(error: CommanderError, { argv, bundle, complain }: Parsing): number {
  if (error.code === 'commander.help') return EXIT.usage;
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const command = program(argv, bundle).commands.find((each) => each.name() === argv[0]);
  const help = command === undefined ? 'dedup --help' : `dedup ${command.name()} --help`;
  complain(`dedup: ${printable(message)}; see ${help}`);
  return EXIT.usage;
}
