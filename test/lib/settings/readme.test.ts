/** The README's section on settings against the code. */

import fs from 'node:fs';
import path from 'node:path';
import { TABLE } from '../../../lib/settings/table';

const README = fs.readFileSync(path.join(__dirname, '../../../README.md'), 'utf8');
const section = README.split('\n## Settings\n')[1]?.split('\n## ')[0] as string;

/** `true`, or none for what is not there. */
function shown(value: unknown): string {
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return 'none';
  return `\`${value}\``;
}

it('lists every setting in its order, with its default and its meaning', () => {
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(
    Object.entries(TABLE).map(([key, entry]) => `| \`${key}\` | ${shown(entry.default)} | ${entry.meaning} |`),
  );
});
