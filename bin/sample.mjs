/** `npm start`: looks at the sample, runs the main job on it, and shows what it did. Needs dist/, which setup.mjs makes. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const INPUT = path.join('assets', 'sample');
const OUTPUT = path.join('out', 'sample');
const SHOWN_LINES = 3;

process.chdir(ROOT);
const files = readdirSync(INPUT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const inputs = files.map((file) => path.join(file.parentPath, file.name)).sort();

show(`in: ${inputs.length} files in ${INPUT}, for example`, inputs[0]);
dedup('sniff', INPUT);
console.log(`
The sample has the columns that dedup takes where no option names others: movie, user, rating and timestamp. Its key is
movie,user. So this is enough:
`);
dedup('run', INPUT, '--output', OUTPUT);
const parts = readdirSync(OUTPUT).filter((name) => name.startsWith('part-'));
console.log();
show(`out: ${parts.length} parts in ${OUTPUT}, for example`, path.join(OUTPUT, parts.sort()[0]));

/** @param {string[]} args */
function dedup(...args) {
  console.log(`$ node dist/dedup.js ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/dedup.js', ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * @param {string} title
 * @param {string} file
 */
function show(title, file) {
  console.log(`${title} ${file}:`);
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, SHOWN_LINES);
  for (const line of lines) console.log(`    ${line}`);
  console.log('    …\n');
}
