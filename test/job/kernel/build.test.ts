/** AssemblyScript is compiled once for the same sources and options. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/command';
import { temporaryFolder } from '../../support/folder';

/** Prints for each step what the module answers, and how many modules were compiled until then. */
const STEPS = `
import { readdirSync, writeFileSync } from 'node:fs';
import { compile } from './job/kernel/build.mjs';
const step = async (factor, number) => {
  writeFileSync('assembly/factor.ts', \`export const factor: i32 = \${factor};\`);
  const wasm = await compile('assembly/index.ts', ['--use', \`NUMBER=\${number}\`]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
  return [exports.answer(), readdirSync('dist/.compiled').length];
};
console.log(JSON.stringify([await step(2, 3), await step(2, 3), await step(2, 5), await step(7, 5), await step(2, 3)]));`;

test('a module is compiled again if a source or an option differs, and only then', () => {
  const home = temporaryFolder({
    'steps.mjs': STEPS,
    'assembly/index.ts':
      "import { factor } from './factor';\nexport function answer(): i32 { return factor * NUMBER; }",
  });
  mkdirSync(join(home, 'job/kernel'), { recursive: true });
  copyFileSync(join(ROOT, 'job/kernel/build.mjs'), join(home, 'job/kernel/build.mjs'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const said = execFileSync(process.execPath, ['steps.mjs'], { cwd: home, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([
    [6, 1],
    [6, 1],
    [10, 2],
    [35, 3],
    [6, 3],
  ]);
});
