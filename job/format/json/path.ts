/** The names by which options refer to values in JSON objects: `user.id`. Pure. */

import { usage } from '../../options/parsing/usage';

/**
 * The names that lead to a value, from the outermost object inwards. Dots divide them; `\.` is a dot in a name, and `\\`
 * a backslash. Throws with exit code 64 where a name is empty, or a backslash stands before another character.
 */
export function parsePath(option: string, path: string): readonly string[] {
  const names = [''];
  for (let at = 0; at < path.length; at++) {
    const character = path[at] as string;
    if (character === '.') names.push('');
    else if (character !== '\\') names.push(names.pop() + character);
    else {
      const next = path[++at];
      if (next !== '.' && next !== '\\') {
        throw usage(`${option} '${path}' has a backslash before other text, expected '\\.' for a dot in a name, or '\\\\'`);
      }
      names.push(names.pop() + next);
    }
  }
  if (names.includes('')) throw usage(`${option} '${path}' has an empty name, expected names with dots between them`);
  return names;
}
