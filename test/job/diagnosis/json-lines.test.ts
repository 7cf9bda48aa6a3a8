import { jsonCauseOf } from '../../support/json-cause';

const good = (count: number) => Array.from({ length: count }, (_, i) => `{"id":${i},"at":${i}}\n`).join('');

it.each<[string, string, string]>([
  [
    'an array over lines',
    '[\n{"id":1,"at":2},\n{"id":2,"at":2}\n]\n',
    "'in/a' is one JSON array, and not one object a line: take its objects out, as by jq -c '.[]'",
  ],
  [
    'an array in one line',
    '[{"id":1,"at":2},{"id":2,"at":2}]',
    "'in/a' is one JSON array, and not one object a line: take its objects out, as by jq -c '.[]'",
  ],
  [
    'an array in each line',
    '["x",2]\n["y",3]\n',
    "'in/a' has an array in each line, and no object: give its values names, as by jq -c '{id: .[0], at: .[1]}'",
  ],
  [
    'objects over lines',
    '{\n  "id": 1,\n  "at": 2\n}\n',
    "'in/a' has JSON objects over several lines: put each object into one line, as by jq -c .",
  ],
  [
    'objects over lines whose first line has a member',
    '{"id":1,\n "at":2}\n{"id":2,\n "at":2}\n',
    "'in/a' has JSON objects over several lines: put each object into one line, as by jq -c .",
  ],
  [
    'CSV',
    'id,at\n1,2\n2,3\n',
    "'in/a' holds text with ',' between its columns, and no JSON: give --format csv in place of --format json",
  ],
  [
    'text with tabs',
    '1\tx y\n2\tz\n',
    "'in/a' holds text with '\\t' between its columns, and no JSON: give --format tsv in place of --format json",
  ],
  [
    'text with carets',
    '1^2\n2^3\n',
    "'in/a' holds text with '^' between its columns, and no JSON: give --delimiter '^' in place of --format json",
  ],
  ['XML', '<a>\n<b/>\n</a>\n', "'in/a' holds XML or HTML, and no JSON Lines: convert it"],
  [
    'lines of words',
    'x\ny\n',
    "none of the first 2 lines of 'in/a' is a JSON object: give another --format, or name other files",
  ],
  [
    'NaN',
    '{"id":1,"at":NaN}\n{"id":1,"at":-Infinity}\n',
    "values of 'in/a' are NaN or Infinity, which JSON does not have: write null, or text in double quotes",
  ],
  [
    'dictionaries of Python',
    "{'id':1,'at':2}\n{'id':1,'at':2}\n",
    "'in/a' is written as Python prints objects, which is not JSON: write it by json.dumps",
  ],
  [
    'commas behind objects',
    '{"id":1,"at":2},\n{"id":2,"at":3},\n',
    "lines of 'in/a' end with a comma behind their object: take it out, as by sed 's/,$//'",
  ],
  [
    'several objects in a line',
    '{"id":1,"at":2}{"id":2,"at":3}\n',
    "lines of 'in/a' have several objects: put each object into one line, as by jq -c .",
  ],
  [
    'record separators',
    '\x1e{"id":1,"at":2}\n\x1e{"id":2,"at":3}\n',
    "lines of 'in/a' begin with a record separator: take it out, as by tr -d '\\036'",
  ],
  [
    'text before objects',
    '10:00:01 INFO {"id":1,"at":2}\n10:00:02 INFO {"id":2,"at":3}\n',
    "lines of 'in/a' have other text in front of their objects: take it out, as by sed 's/^[^{]*//'",
  ],
  [
    'tombstones of Kafka',
    'null\n{"id":1,"at":2}\nnull\n',
    "lines of 'in/a' are null, as tombstones of Kafka are, which name no key: if each delete has a record beside its tombstone, --bad-records drop leaves these out",
  ],
  [
    'Latin-1',
    '{"id":"\xe4x","at":2}\n{"id":"\xf6y","at":3}\n',
    "'in/a' is not in UTF-8: convert it, as by iconv -f ISO-8859-1 -t UTF-8 where it is Latin-1",
  ],
  ['a title', `events\n${good(3)}`, "the first line of 'in/a' is no record: give --skip-lines 1"],
  [
    'a title and a blank line',
    `events\n\n# of today\n${good(3)}`,
    "the first 2 lines of 'in/a' are no records: give --skip-lines 3",
  ],
  [
    'carriage returns alone',
    '{"id":1,"at":2}\r{"id":2,"at":3}\r',
    "lines of 'in/a' end in a carriage return alone: give --line-end cr",
  ],
  [
    'a last line that is cut off',
    `${good(3)}{"id":1,"a`,
    "'in/a' ends within its last line, as if it had been cut off: look whether all of it is there; if so, --bad-records drop goes on without that line",
  ],
  [
    'bytes of no text',
    'a\x00b\x00c\x02d\x02e\x03f\x03\na\x00b\x00c\x02d\x02e\x03f\x03\n',
    "'in/a' holds bytes that no text has, as if it were packed or encrypted: unpack it, or name other files",
  ],
])('recognizes %s', (_, text, cause) => {
  expect(jsonCauseOf(text)).toBe(cause);
});

it('recognizes a line without an end', () => {
  expect(jsonCauseOf('{"id":1'.padEnd(66_000, ' '), {}, true)).toBe(
    "the start of 'in/a' has no end of a line, so it may be no JSON Lines: look at it",
  );
  expect(jsonCauseOf('[{"id":1}'.padEnd(66_000, ' '), {}, true)).toMatch(/^'in\/a' is one JSON array, /);
});

it.each([
  ['an open string', `${good(3)}{"id":"1\n${good(3)}`],
  ['NaN', `${good(3)}{"id":NaN}\n${good(3)}`],
  ['a comma', `${good(3)}{"id":1,"at":3},\n${good(3)}`],
  ['an array', `${good(3)}[1]\n${good(3)}`],
  ['a quote first', `${good(3)}'x',2\n'y',3\n${good(3)}`],
  ['a word', `${good(3)}word\n${good(3)}`],
])('names no cause for a single line with %s', (_, text) => {
  expect(jsonCauseOf(text)).toBeNull();
});
