import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const TRANSFORM = join(__dirname, '..', 'support', 'typescript-transform.js');
/** Runs one module for two sandboxes, and tells whether the exports of each are fast to read. */
const PROGRAM = `
  const { compileFunction, createContext } = require('node:vm');
  const { createTransformer } = require(${JSON.stringify(TRANSFORM)});
  const transformer = createTransformer({ jsc: { target: 'es2023' } });
  const { code } = transformer.process('export const a = 1; export const b = 2;', 'a.ts', {});
  for (let sandbox = 0; sandbox < 2; sandbox++) {
    const exports = {};
    compileFunction(code, ['exports'], { parsingContext: createContext() })(exports);
    let sum = 0;
    for (let round = 0; round < 1e5; round++) sum += exports.a + exports.b;
    console.log(sum, %HasFastProperties(exports));
  }
`;

it('a module has fast exports in the sandbox of each file of tests', () => {
  const printed = execFileSync(process.execPath, ['--allow-natives-syntax', '--eval', PROGRAM], { encoding: 'utf8' });
  expect(printed).toBe('300000 true\n300000 true\n');
});
