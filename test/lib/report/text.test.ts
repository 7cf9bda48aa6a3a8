import { decodeBytes, delimiterWords } from '../../../lib/report/markup/bytes-in-words';
import { html, jsonScript } from '../../../lib/report/markup/html';
import { MARKUP } from '../../support/sample-summary';

test('a template escapes every value that is not the result of another template', () => {
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
  ['^', '^', 'caret'],
  ['\t', '\\t', 'tab'],
  [' ', '␣', 'space'],
  ['\x01', '\\x01', 'Ctrl-A'],
  ['\xfe', '\\xfe', null],
  ['~', '~', null],
  ['::', '::', 'two colons'],
  ['\xc2\xa6', '¦', null],
  ['\xa6\t', '\\xa6\\t', null],
])('the delimiter %j is shown as %s', (delimiter, sign, name) => {
  expect(delimiterWords(delimiter)).toEqual({ sign, name });
});

test('bytes are shown as UTF-8 if they are valid, else as Latin-1', () => {
  expect(decodeBytes('Gr\xc3\xb6\xc3\x9fe')).toBe('Größe');
  expect(decodeBytes('Gr\xf6\xdfe')).toBe('Größe');
});
