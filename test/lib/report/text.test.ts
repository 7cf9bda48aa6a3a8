import { spawnSync } from 'node:child_process';
import { html, jsonScript } from '../../../lib/report/html';
import { decodeBytes, delimiterWords, printable } from '../../../lib/report/printable';
import { shellQuote } from '../../../lib/report/shell-quote';
import { MARKUP } from '../../support/sample-summary';

test('a template escapes every value that is not markup of its own kind', () => {
  expect(html`<a title="${`"'<&>`}">${html`<b>${'<i>'}</b>`}${[1, null, '&']}</a>`.markup).toBe(
    '<a title="&quot;&#39;&lt;&amp;&gt;"><b>&lt;i&gt;</b>1&amp;</a>',
  );
});

test('data in a script element neither ends it nor changes', () => {
  const { markup } = jsonScript('data', [MARKUP, '<!--', '\u2028']);
  expect(markup.match(/</g)).toHaveLength(2);
  const json = /^<script type="application\/json" id="data">(.*)<\/script>$/.exec(markup)?.[1] ?? '';
  expect(JSON.parse(json)).toEqual([MARKUP, '<!--', '\u2028']);
});

test.each([
  ['a\tb\r\n', 'a\\tb\\r\\n'],
  ['\0\x1b\x7f\x85', '\\x00\\x1b\\x7f\\x85'],
  ['\u202egpj\u200b\ufeff', '\\u202egpj\\u200b\\ufeff'],
  ['\ud800 \u{e0041}', '\\ud800 \\u{e0041}'],
  ['Größe 日本 😀 \\x00', 'Größe 日本 😀 \\x00'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

test.each([
  ['^', '^', 'caret'],
  ['\t', '\\t', 'tab'],
  [' ', '␣', 'space'],
  ['\x01', '\\x01', 'Ctrl-A'],
  ['\xfe', '\\xfe', null],
  ['~', '~', null],
])('the delimiter %j is shown as %s', (delimiter, sign, name) => {
  expect(delimiterWords(delimiter)).toEqual({ sign, name });
});

test('bytes are shown as UTF-8 where they are, else as Latin-1', () => {
  expect(decodeBytes('Gr\xc3\xb6\xc3\x9fe')).toBe('Größe');
  expect(decodeBytes('Gr\xf6\xdfe')).toBe('Größe');
});

test('plain arguments stay plain', () => {
  expect(shellQuote(['dedup', 'run', 's3://bucket/in', '--columns', 'A,B', '--delimiter', '^', ''])).toBe(
    "dedup run s3://bucket/in --columns A,B --delimiter '^' ''",
  );
});

test('a shell reads back exactly the arguments', () => {
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
