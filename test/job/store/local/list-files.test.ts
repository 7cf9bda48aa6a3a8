import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles } from '../../../../job/store/local/list-files';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'list-files-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const list = (name: string) => () => listFiles(join(home, name), { links: [], skipped: new Map() }, () => undefined);

test('a link that leads to itself is told as one', () => {
  symlinkSync('itself', join(home, 'itself'));
  expect(list('itself')).toThrow(`'${home}/itself' is a link that leads to itself; remove it`);
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
