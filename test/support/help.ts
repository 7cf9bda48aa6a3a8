/** Reads the help texts of the built command. */

import { dedupResident as dedup } from './resident';

/** The commands that `dedup --help` lists. */
export async function commandNames(): Promise<string[]> {
  const lists = [...(await helpOf(null)).matchAll(/^.*commands.*:\n((?: {2}.*\n)+)/gim)].map(([, list = '']) => list);
  return lists.flatMap((list) => [...list.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name as string));
}

/** Each help text is printed once for each test file. */
const printed = new Map<string | null, Promise<string>>();

/** The help of a command, or with null that of the program itself. */
export function helpOf(command: string | null): Promise<string> {
  const help =
    printed.get(command) ?? dedup([...(command === null ? [] : [command]), '--help']).then(({ stdout }) => stdout);
  printed.set(command, help);
  return help;
}
