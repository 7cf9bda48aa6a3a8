import { spawnSync } from 'node:child_process';
import { shellQuote } from '../../../job/shared/shell-quote';
import { MARKUP } from '../../support/sample-summary';

test('arguments without special characters are not quoted', () => {
  expect(shellQuote(['dedup', 'run', 's3://bucket/in', '--columns', 'A,B', '--delimiter', '^', ''])).toBe(
    "dedup run s3://bucket/in --columns A,B --delimiter '^' ''",
  );
});

test('a shell reads quoted arguments back unchanged', () => {
  const command = [
    `it's`,
    '$HOME `id` \\ "x" !',
    MARKUP,
    '\t1\n',
    '\x01\x7f9',
    '\u202e7',
    'Größe',
    '*',
    '~',
    "'\t\\",
    '',
  ];
  const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${shellQuote(command)}`], { encoding: 'utf8' });
  expect(stdout.split('\0').slice(0, -1)).toEqual(command);
});
