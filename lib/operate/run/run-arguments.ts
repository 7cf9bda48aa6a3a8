/** Parses the arguments of a run step, and replaces inputs and options in them. Pure. */

import { Command, Option } from 'commander';
import { addOptions } from '../../../job/options/commander';
import { SETTING_OPTIONS } from '../../../job/options/setting-options';
import { YARN_OPTIONS } from '../../../job/options/table/commands';
import { flagOf } from '../../../job/options/table/option-table';
import { type ResolvedYarn, resolveYarn, type YarnOptions } from '../../../job/options/yarn';

/** The meaning of a run step's arguments. */
export interface RunArguments {
  /** The words before `yarn`: the program and its own arguments. */
  readonly prefix: readonly string[];
  readonly inputs: readonly string[];
  /** The given options as words, by commander's names of their fields. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly request: ResolvedYarn;
}

/** Inputs and options of a submission that replace those of the stack. */
export interface Overrides {
  /** Empty where the stack's inputs are kept. */
  readonly inputs: readonly string[];
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Returns null where the step is not a run of this kit. Throws with exit code 64 for a run with invalid arguments. */
export function parseRun(args: readonly string[]): RunArguments | null {
  const at = args.indexOf('yarn');
  const command = addOptions(new Command('yarn'), YARN_OPTIONS).allowUnknownOption().exitOverride();
  const { operands, unknown } = command.parseOptions(args.slice(at + 1));
  if (at < 1 || unknown.length > 0 || operands.length === 0 || command.opts().output === undefined) return null;
  return {
    prefix: args.slice(0, at),
    inputs: operands,
    given: givenOptions(command),
    request: resolveYarn(operands, command.opts<YarnOptions>()),
  };
}

/** Options that the stack may set and that a submission can unset again. */
const TAKEN_BACK = SETTING_OPTIONS.filter(({ entry }) => entry.default === undefined).map(({ name }) => flagOf(name));

/** Returns the arguments of the run step with other inputs and options. */
export function withOverrides(run: RunArguments, overrides: Overrides): readonly string[] {
  const inputs = overrides.inputs.length > 0 ? overrides.inputs : run.inputs;
  const given = new Map(run.given);
  for (const [name, words] of overrides.given) {
    given.set(name, name === 'hadoop' ? [...(given.get(name) ?? []), ...words] : words);
  }
  return [...run.prefix, 'yarn', ...inputs, ...[...given.values()].flat()];
}

/** Returns the options that were given on a command line, each as the words that would give it again. */
export function givenOptions(command: Command): ReadonlyMap<string, readonly string[]> {
  const isGiven = (option: Option) => command.getOptionValueSource(option.attributeName()) === 'cli';
  const given = command.options.filter((option) => isGiven(option) && !option.negate);
  return new Map(given.map((option) => [option.attributeName(), words(option, command)]));
}

/** Adds the options of a run to a command that passes them on or unsets them. None of them has a default here. */
export function overridingOptions(command: Command, except: readonly string[]): Command {
  const options = addOptions(new Command('yarn'), YARN_OPTIONS).options.filter(
    (option) => !except.includes(option.attributeName()),
  );
  for (const option of options) {
    if (!Array.isArray(option.defaultValue)) option.default(undefined);
    command.addOption(option);
  }
  // a negated option has to follow its option: in this order commander sets no default for the option
  for (const { long } of options.filter((option) => TAKEN_BACK.includes(option.long as string))) {
    const negated = new Option(`--no-${long?.slice(2)}`, `without the ${long} of the stack`);
    command.addOption(negated.helpGroup('Without an option of the stack:'));
  }
  return command;
}

function words(option: Option, command: Command): string[] {
  const flag = option.long as string;
  const value: unknown = command.getOptionValue(option.attributeName());
  if (value === true) return [flag];
  if (value === false) return [];
  const values = Array.isArray(value) ? value : [value];
  // A value that begins with a dash would be read as an option.
  return values.flatMap((each) => (String(each).startsWith('-') ? [`${flag}=${each}`] : [flag, String(each)]));
}
