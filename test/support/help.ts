/** Reads the help texts of the built command. */

import { dedup } from './command';

/** The commands that `dedup --help` lists. */
export async function commandNames(): Promise<string[]> {
  const [, commands = ''] = (await helpOf(null)).split('\nCommands:\n');
  const [list = ''] = commands.split('\n\n');
  return [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
}

/** The help of a command, or with null that of the program itself. */
export async function helpOf(command: string | null): Promise<string> {
  return (await dedup([...(command === null ? [] : [command]), '--help'])).stdout;
}
