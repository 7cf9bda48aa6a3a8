/** What the help of the built command shows. */

import { dedup } from './command';

/** The commands that `dedup --help` lists. */
export async function commandNames(): Promise<string[]> {
  const [, commands = ''] = (await helpOf(null)).split('\nCommands:\n');
  const [list = ''] = commands.split('\n\n');
  return [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
}

/** Null: of the program itself. */
export async function helpOf(command: string | null): Promise<string> {
  return (await dedup([...(command === null ? [] : [command]), '--help'])).stdout;
}
