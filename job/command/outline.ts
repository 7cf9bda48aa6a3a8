/**
 * The commands, their options and operands as plain data, for the completion of shells and for the manual page. Pure.
 */

import type { Argument, Command, Option } from 'commander';
import { furtherOf } from '../options/commander';
import { type Example, examplesOf } from '../options/examples';

/** The words or files that a shell can offer for a value. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'nothing' };

export interface OptionOutline {
  /** `--key`, behind its short name where it has one. */
  readonly names: readonly string[];
  /** `--key <names>`. */
  readonly flags: string;
  /** The heading that help shows it under. */
  readonly group: string;
  readonly takesValue: boolean;
  readonly isRepeatable: boolean;
  readonly offer: Offer;
  readonly meaning: string;
  /** Further sentences for the manual page; empty where there are none. */
  readonly more: string;
}

export interface CommandOutline {
  readonly name: string;
  /** `dedup run [options] <input...>`. */
  readonly usage: string;
  readonly meaning: string;
  readonly options: readonly OptionOutline[];
  readonly operands: readonly { readonly name: string; readonly meaning: string; readonly offer: Offer }[];
  readonly examples: readonly Example[];
}

export interface ProgramOutline {
  readonly version: string;
  /** The program itself. */
  readonly root: CommandOutline;
  /** The commands that help shows. */
  readonly commands: readonly CommandOutline[];
}

export function outlineOf(root: Command, version: string): ProgramOutline {
  const commands = root.createHelp().visibleCommands(root);
  return { version, root: commandOutline(root), commands: commands.map(commandOutline) };
}

function commandOutline(command: Command): CommandOutline {
  const help = command.createHelp();
  return {
    name: command.name(),
    usage: help.commandUsage(command),
    meaning: command.description(),
    options: help.visibleOptions(command).map((option) => optionOutline(option, help.optionDescription(option))),
    operands: command.registeredArguments.map((operand) => ({
      name: operand.name(),
      meaning: help.argumentDescription(operand),
      offer: operandOffer(operand),
    })),
    examples: examplesOf(command),
  };
}

function optionOutline(option: Option, meaning: string): OptionOutline {
  const { short, long, flags, required, optional, defaultValue, argChoices } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    flags,
    group: (option.helpGroupHeading ?? 'Options:').replace(/:$/, ''),
    takesValue: required || optional,
    isRepeatable: Array.isArray(defaultValue),
    offer: offerOf(flags, argChoices),
    meaning,
    more: furtherOf(option),
  };
}

function operandOffer(operand: Argument): Offer {
  return offerOf(`<${operand.name() === 'input' || operand.name() === 'output' ? 'file' : ''}>`, operand.argChoices);
}

function offerOf(flags: string, choices: readonly string[] | undefined): Offer {
  if (choices !== undefined) return { kind: 'words', words: choices };
  return { kind: /<(folder|file)>$/.test(flags) ? 'files' : 'nothing' };
}
