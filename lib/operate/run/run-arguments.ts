/** A run step's arguments: what it would do, and the same with other options. Pure. */

import { Command, Option } from 'commander';
import { addOptions } from '../../../job/options/commander';
import { SETTING_OPTIONS } from '../../../job/options/setting-options';
import { YARN_OPTIONS } from '../../../job/options/table/commands';
import { flagOf } from '../../../job/options/table/option-table';
import { type ResolvedYarn, resolveYarn, type YarnOptions } from '../../../job/options/yarn';

/** What a run step is to do, from its arguments. */
export interface RunArguments {
  /** The program and what else stands before `yarn`. */
  readonly prefix: readonly string[];
  readonly inputs: readonly string[];
  /** The options that were given, by the names of the fields that commander has for them. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly request: ResolvedYarn;
}

/** What is given with a submission, in the place of what the stack has. */
export interface Overrides {
  /** None: those of the stack. */
  readonly inputs: readonly string[];
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Null where a step is no run of this kit. Throws with exit code 64 where it is one that cannot be meant. */
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

/** A stack may have them on, and a submission takes them back. */
const TAKEN_BACK = SETTING_OPTIONS.filter(({ entry }) => entry.default === undefined).map(({ name }) => flagOf(name));

/** The arguments of a run step with other inputs and options. Throws with exit code 64 for what cannot be meant. */
export function withOverrides(run: RunArguments, overrides: Overrides): readonly string[] {
  const inputs = overrides.inputs.length > 0 ? overrides.inputs : run.inputs;
  const given = new Map(run.given);
  for (const [name, words] of overrides.given) {
    given.set(name, name === 'hadoop' ? [...(given.get(name) ?? []), ...words] : words);
  }
  return [...run.prefix, 'yarn', ...inputs, ...[...given.values()].flat()];
}

/** The options that were given on a command line, each as the words it takes to give it again. */
export function givenOptions(command: Command): ReadonlyMap<string, readonly string[]> {
  const isGiven = (option: Option) => command.getOptionValueSource(option.attributeName()) === 'cli';
  const given = command.options.filter((option) => isGiven(option) && !option.negate);
  return new Map(given.map((option) => [option.attributeName(), words(option, command)]));
}

/** Adds the options of a run to a command that passes them on, or takes them back: none has a default. */
export function overridingOptions(command: Command, except: readonly string[]): Command {
  for (const option of addOptions(new Command('yarn'), YARN_OPTIONS).options) {
    if (except.includes(option.attributeName())) continue;
    if (!Array.isArray(option.defaultValue)) option.default(undefined);
    command.addOption(option);
    if (!TAKEN_BACK.includes(option.long as string)) continue;
    // behind the other, which it gives no default then
    command.addOption(new Option(`--no-${option.long?.slice(2)}`, `without the ${option.long} of the stack`));
  }
  return command;
}

function words(option: Option, command: Command): string[] {
  const flag = option.long as string;
  const value: unknown = command.getOptionValue(option.attributeName());
  if (value === true) return [flag];
  if (value === false) return [];
  const values = Array.isArray(value) ? value : [value];
  // a value that begins like an option would be taken for one
  return values.flatMap((each) => (String(each).startsWith('-') ? [`${flag}=${each}`] : [flag, String(each)]));
}
