/** `dedup completion`: prints a script that completes the command in a shell. */

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

/** Adds the command to the others. It lists them when it runs, so those that are added later are in the script too. */
export function completionCommand(root: Command, version: string): void {
  const shell = new Argument('<shell>', 'the shell that the script is for');
  // `choices()` is not used: by it commander would refuse other words with a message of its own
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
