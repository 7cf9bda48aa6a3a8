/** The commands of the job, which are in both bundles, dist/dedup-program.js and dist/job.js. */

import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { addOptions, optionDescription } from '../options/commander';
import { heading, withExamples } from '../options/examples';
import type { RunOptions } from '../options/options';
import { maskedCommand } from '../options/parsing/secret-properties';
import {
  DIFF_OPTIONS,
  EXPLAIN_OPTIONS,
  PLAN_OPTIONS,
  RUN_OPTIONS,
  SNIFF_OPTIONS,
  VERIFY_OPTIONS,
  YARN_OPTIONS,
} from '../options/table/commands';
import type { OptionTable } from '../options/table/option-table';
import type { SizingOptions, YarnOptions } from '../options/yarn';
import { AnswerNo } from '../shared/answer';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { oneLine } from '../shared/one-line';
import { errorLine } from '../shared/own-lines';
import { tellLine } from '../shared/standard-error';
import { type DiffFlags, diffCommand } from './diff';
import { EXAMPLES } from './examples';
import { type ExplainOptions, explainCommand } from './explain';
import { refuseRepeatedOrValueless } from './given-once';
import { print } from './output';
import { type Bundle, type Flags, type Invocation, runCommand } from './run';
import { tellFailure } from './tell-failure';
import { verifyCommand } from './verify';
import { mapCommand, reduceCommand } from './yarn-task';

/** Runs the command line and returns the exit code. The one line that says why a command failed goes to `complain`. */
export async function main(argv: readonly string[], bundle: Bundle, complain: (line: string) => void): Promise<number> {
  const meant = asOptions(argv);
  const root = program(meant, bundle);
  try {
    refuseNoWorkingFolder();
    return await root.parseAsync(withoutUnknown(root, meant), { from: 'user' }).then(() => EXIT.done, codeOfEnd);
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, commandOf(root, meant), complain);
    return tellFailure(error, complain);
  }
}

/** Turns the words `help`, `help run` and `version` into the options of the same meaning. */
function asOptions(argv: readonly string[]): readonly string[] {
  const [word, command] = argv;
  if (word === 'version') return ['--version', ...argv.slice(1)];
  if (word !== 'help') return argv;
  return command === undefined || command.startsWith('-') ? ['--help'] : [command, '--help'];
}

/**
 * Drops the words behind an unknown command: with `--help` among them, commander would show the help of all commands in
 * place of an error.
 */
function withoutUnknown(root: Command, [word, ...rest]: readonly string[]): string[] {
  if (word === undefined) return [];
  const isKnown = word.startsWith('-') || commandOf(root, [word]) !== undefined;
  return isKnown ? [word, ...rest] : [word];
}

/** The exit code of a command that ended with an answer, or with its help. Throws any error. */
function codeOfEnd(error: unknown): number {
  if (error instanceof AnswerNo) return error.exitCode;
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  throw error;
}

function refuseNoWorkingFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    throw new Failure(EXIT.usage, 'the working folder is no longer there: change to one that is', { cause: error });
  }
}

/** The program with all commands of a bundle. */
export function program(argv: readonly string[], bundle: Bundle): Command {
  const root = new Command('dedup')
    .description('Keeps only the latest record of every key in a folder of delimited text or JSON Lines.')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      outputError: () => {},
      writeOut: (text) => print(text.replace(/\n$/, '')),
      writeErr: (text) => tellLine(text.replace(/\n$/, '')),
    })
    .configureHelp({ styleTitle: heading, optionDescription, subcommandTerm: (command) => command.name() })
    .helpCommand(false)
    .helpOption('-h, --help', 'show this help');
  const invocation = { ...bundle, command: ['dedup', ...maskedCommand(argv)] };
  // modules that only some commands need are imported when such a command runs
  root.commandsGroup('Commands:');
  addLocalCommands(root, invocation);
  addCommandsOnOutputs(root);
  root.commandsGroup('Commands for Hadoop:');
  addHadoopCommands(root, invocation);
  root.command('map', { hidden: true }).description('a map task of dedup yarn').action(mapCommand);
  root.command('reduce', { hidden: true }).description('a reduce task of dedup yarn').action(reduceCommand);
  // the job's own commands, and `--version`, start faster without the other commands of the bundle
  const isAlone = argv[0] === '--version' || commandOf(root, argv) !== undefined;
  if (!isAlone) bundle.addCommands?.(root);
  root.addHelpText('afterAll', MORE);
  withExamples(root, EXAMPLES.dedup);
  refuseRepeatedOrValueless(root);
  return root;
}

const MORE = `
Exit codes, variables of the environment and more about each option: man dedup
(where it is not installed: dedup manual > dedup.1 && man ./dedup.1)`;

const INPUTS =
  'files, folders (read at any depth), glob patterns or s3:// locations; names that start with _ or . are skipped';

/** A command that reads inputs. */
function onInputs(
  root: Command,
  name: 'sniff' | 'run' | 'yarn' | 'plan',
  description: string,
  options: OptionTable,
): Command {
  const command = withExamples(root.command(name), EXAMPLES[name]).description(description);
  return addOptions(command.argument('<input...>', INPUTS), options);
}

/** Adds the commands that read inputs on this machine. */
function addLocalCommands(root: Command, invocation: Invocation): void {
  onInputs(
    root,
    'sniff',
    'looks at the start of some files, says how they are written, and prints the command that reads them',
    SNIFF_OPTIONS,
  ).action(async (inputs: string[], options: { json: boolean }) =>
    (await import('./sniff')).sniffCommand(inputs, options),
  );
  onInputs(root, 'run', 'publishes the latest record of every key of the inputs', RUN_OPTIONS).action(
    (inputs: string[], options: RunOptions & Flags) => runCommand(inputs, options, invocation),
  );
}

/** Adds the commands for Hadoop. */
function addHadoopCommands(root: Command, invocation: Invocation): void {
  onInputs(
    root,
    'yarn',
    'does the same as run on Hadoop: by map and reduce tasks in YARN containers',
    YARN_OPTIONS,
  ).action(async (inputs: string[], options: YarnOptions & Flags) =>
    (await import('./yarn')).yarnCommand(inputs, options, invocation),
  );
  onInputs(
    root,
    'plan',
    'shows the tasks, the memory and the requests that yarn would need; runs nothing',
    PLAN_OPTIONS,
  ).action(async (inputs: string[], options: SizingOptions & { readonly json: boolean }) =>
    (await import('./yarn')).planCommand(inputs, options),
  );
  withExamples(root.command('class-data'), EXAMPLES['class-data'])
    .description("makes the folder for yarn's --class-data, on the master of a cluster, from its Hadoop and Java")
    .argument('<folder>', 'a folder that does not exist yet; the archive in it has some 90 MB')
    .action(async (folder: string) => (await import('./class-data')).classDataCommand(folder));
}

/** Adds the commands that only look at outputs. */
function addCommandsOnOutputs(root: Command): void {
  const onOutputs = (name: 'verify' | 'diff' | 'explain', description: string) =>
    withExamples(root.command(name), EXAMPLES[name]).description(description);
  addOptions(
    onOutputs(
      'verify',
      'checks an output by itself: its order, one record for each key, its checksums and its counts',
    ).argument('<output>', 'the output folder of a run'),
    VERIFY_OPTIONS,
  ).action((output: string, options: { json: boolean }) => verifyCommand(output, options));
  addOptions(
    onOutputs('diff', 'compares two outputs: keys added, changed, removed and deleted; exits with 1 where they differ')
      .argument('<old output>', 'the output folder of a run')
      .argument('<new output>', 'the output folder of another run, with the same key, order and format'),
    DIFF_OPTIONS,
  ).action((former: string, now: string, options: DiffFlags) => diffCommand(former, now, options));
  addOptions(
    onOutputs(
      'explain',
      'finds the record of a key in an output, and tells why it was kept; exits with 1 where a key is absent or deleted',
    )
      .argument('<output>', 'the output folder of a run')
      .argument('[input...]', 'inputs in which to look for records of the key too, in place of those of the run'),
    EXPLAIN_OPTIONS,
  ).action((output: string, inputs: string[], options: ExplainOptions) => explainCommand(output, inputs, options));
}

function commandOf(root: Command, [word]: readonly string[]): Command | undefined {
  return root.commands.find((command) => command.name() === word);
}

/**
 * Reports an error of commander as a usage error, in one line that names the help of `command`, if there is one.
 * Returns the exit code.
 */
function endOfParsing(error: CommanderError, command: Command | undefined, complain: (line: string) => void): number {
  if (error.code === 'commander.help') return EXIT.usage;
  // Commander has two sentences about too many arguments.
  const message = oneLine(error.message.replace(/^error: /, '')).replace(
    /\. (Expected .*)\.$/,
    (_, rest) => `, ${rest.toLowerCase()}`,
  );
  const help = command === undefined ? 'dedup --help' : `dedup ${command.name()} --help`;
  complain(errorLine(`${message}; see ${help}`));
  return EXIT.usage;
}
