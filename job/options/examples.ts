/** Examples of a command: at the end of its help, and in the manual page. A test runs them as they stand. */

import { styleText } from 'node:util';
import type { Command } from 'commander';

export interface Example {
  /** What a person types. */
  readonly line: string;
  /** What it does, without a full stop. */
  readonly meaning: string;
}

const EXAMPLES = new WeakMap<Command, readonly Example[]>();

/** Adds examples to a command. Returns the command. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  EXAMPLES.set(command, examples);
  return command.addHelpText('after', () => helpText(examples));
}

export function examplesOf(command: Command): readonly Example[] {
  const found = EXAMPLES.get(command);
  return found === undefined ? [] : found;
}

/** The examples as help shows them. Commander removes colours where the terminal, or NO_COLOR, wants none. */
function helpText(examples: readonly Example[]): string {
  const lines = examples.flatMap(({ line, meaning }) => [`  # ${meaning}`, `  ${line}`]);
  return ['', heading('Examples:'), ...lines].join('\n');
}

/** A heading of a help. */
export function heading(text: string): string {
  return styleText('bold', text);
}
