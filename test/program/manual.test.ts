import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { dedup, ROOT } from '../support/command';
import { commandNames, helpOf } from '../support/help';

const PAGE = readFileSync(join(ROOT, ...packageJson.man), 'utf8');

/** The manual page as a person reads it, joined to one line; null on a machine without groff. */
function read(): string | null {
  const { error, stdout, stderr, status } = spawnSync('groff', ['-man', '-ww', '-Tascii', '-P-c', '-P-b', '-P-u'], {
    input: PAGE,
    encoding: 'utf8',
  });
  if (error !== undefined) return null;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.replaceAll(/-\n\s*/g, '').replaceAll(/\s+/g, ' ');
}

test('dist/dedup.1 is the manual page that the command prints', async () => {
  expect(await dedup(['manual'])).toEqual({ exitCode: 0, signal: null, stdout: PAGE, stderr: '' });
  expect(PAGE).toMatch(`"dedup ${packageJson.version}"`);
});

test('troff renders the manual page without a warning, and the page has every option of the help', async () => {
  const page = read();
  if (page === null) {
    process.stderr.write('SKIPPED the layout of the manual page: there is no groff\n');
    return;
  }
  const names = await commandNames();
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    expect(page).toContain(`dedup ${name} [options]`);
    const options = (await helpOf(name)).matchAll(/^ {2}(--[a-z-]+(?: <[^>]+>)?)(?= {2}|\n)/gm);
    for (const [, flags] of options) expect(page).toContain(flags);
  }
  expect(page).toContain('\\t and \\xHH are understood');
  expect(page).toContain('With keep they are written as JSON lines.');
});
