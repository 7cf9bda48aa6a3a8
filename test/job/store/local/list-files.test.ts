import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles } from '../../../../job/store/local/list-files';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'list-files-'));
});
// Node's own removal cannot reach what has too long a path
afterEach(() => execFileSync('rm', ['-r', home]));

const list = (name: string) => () => listFiles(join(home, name), { links: [], skipped: new Map() }, () => undefined);

test('a link that leads to itself is told as one', () => {
  symlinkSync('itself', join(home, 'itself'));
  expect(list('itself')).toThrow(`'${home}/itself' is a link that leads to itself; remove it`);
});

test('a folder whose path from the root is too long is told as one', () => {
  const name = 'd'.repeat(200);
  const make = 'for i in $(seq 22); do mkdir "$1" && cd -P "$1" || exit 1; done; mkdir more';
  execFileSync('bash', ['-c', make, 'bash', name], { cwd: home });
  expect(list(name)).toThrow(/^cannot read '.*': name too long$/);
});

test('a pipe is refused with what to do', () => {
  execFileSync('mkfifo', [join(home, 'pipe')]);
  expect(list('pipe')).toThrow(
    `input '${home}/pipe' is a pipe, which can be read only once; write its bytes to a file`,
  );
});

test('a path with backslashes is told to have slashes', () => {
  expect(list('data\\in')).toThrow(`no such input: '${home}/data\\in'; folders have '/' between them`);
  expect(list('data')).toThrow(new RegExp(`no such input: '${home}/data'$`));
});
