/** `dedup completion`: a script that completes the command in a shell. */

import { Argument, type Command } from 'commander';
import { withExamples } from '../../options/examples';
import { usage } from '../../options/parsing/usage';
import { EXAMPLES } from '../examples';
import { outlineOf, type ProgramOutline } from '../outline';
import { print } from '../output';
import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import { zshCompletion } from './zsh';

const SHELLS: Readonly<Record<string, (program: ProgramOutline) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Adds it to the other commands, which it knows when it runs. */
export function completionCommand(root: Command, version: string): void {
  const shell = new Argument('<shell>', 'the shell that the script is for');
  // `choices()` would refuse others in words of commander's
  shell.argChoices = Object.keys(SHELLS);
  const command = root
    .command('completion')
    .description('prints a script that completes commands, options and their values in a shell')
    .addArgument(shell)
    .action((name: string) => {
      const complete = SHELLS[name];
      if (complete === undefined) throw usage(`shell '${name}' is not one of ${Object.keys(SHELLS).join(', ')}`);
      print(complete(outlineOf(root, version)).trimEnd());
    });
  withExamples(command, EXAMPLES.completion);
}
