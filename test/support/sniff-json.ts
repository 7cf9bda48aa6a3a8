/** Files of JSON Lines, and files that are not understood. */

import type { SniffSample } from './sniff-samples';

export const JSON_LINES: readonly SniffSample[] = [
  {
    title: 'flat objects',
    files: { 'in/a.jsonl': '{"id":1,"v":"a","ts":5}\n{"id":1,"v":"b","ts":6}\n' },
    options: '--format json --key id --order-by ts:int',
    unsure: [],
  },
  {
    title: 'nested objects, with dots in names',
    files: {
      'in/a.jsonl':
        '{"user":{"id":7},"movie.id":1,"event":{"time":"2026-01-31T10:00:00Z"},"tags":["a"]}\n' +
        '{"user":{"id":8},"movie.id":1,"event":{"time":"2026-01-31T10:00:01Z"},"tags":[]}\n',
    },
    options: "--format json --key 'user.id,movie\\.id' --order-by event.time:timestamp",
    unsure: [],
  },
  {
    title: 'milliseconds since 1970, as a decimal in one line',
    files: { 'in/a.jsonl': '{"id":"x","ts_ms":1767225600000}\n{"id":"y","ts_ms":1767225600000.5}\n' },
    options: '--format json --key id --order-by ts_ms:decimal',
    unsure: [],
  },
  {
    title: "Debezium's envelopes",
    files: {
      'in/a.jsonl':
        '{"before":null,"after":{"id":1,"v|w":"a"},"op":"r","ts_ms":1767225600000}\n' +
        '{"before":null,"after":{"id":2,"v|w":"b"},"op":"c","ts_ms":1767225600001}\n' +
        '{"before":{"id":2,"v|w":"b"},"after":{"id":2,"v|w":"c"},"op":"u","ts_ms":1767225600002}\n' +
        '{"before":{"id":1},"after":null,"op":"d","ts_ms":1767225600003}\n',
    },
    options: "--format json --key 'after.id|before.id' --order-by ts_ms:int",
    unsure: ['order'],
  },
  {
    title: 'a change log whose transactions have numbers',
    files: {
      'in/a.json': Array.from(
        { length: 24 },
        (_, i) =>
          `{"type":"${i % 2 ? 'update' : 'insert'}","ts":${1767225600 + i},"xid":${i},"data":{"id":${i % 3}}}\n`,
      ).join(''),
    },
    options: '--format json --key data.id --order-by ts:int',
    unsure: ['order'],
  },
  {
    title: 'envelopes with tombstones, and a heartbeat',
    files: {
      'in/a.json': `${[1, 2, 3, 4]
        .map((id) => `{"before":{"id":${id}},"after":null,"op":"d","ts_ms":176722560000${id}}\nnull\n`)
        .join('')}{"ts_ms":1767225600009}\n`,
    },
    options: "--format json --key 'after.id|before.id' --order-by ts_ms:int --bad-records keep",
    unsure: ['lines', 'order'],
  },
  {
    title: "envelopes, and a tombstone's, beside their schema",
    files: {
      'in/a.json':
        '{"schema":{},"payload":{"after":{"id":1},"op":"c","ts_ms":1767225600000}}\n'.repeat(9) +
        '{"schema":null,"payload":null}\n',
    },
    options: "--format json --key 'payload.after.id|payload.before.id' --order-by payload.ts_ms:int --bad-records keep",
    unsure: ['lines', 'order'],
  },
  {
    title: "GoldenGate's envelopes",
    files: {
      'in/a.json':
        '{"op_type":"I","op_ts":"2026-01-01 00:00:00.000000","pos":"001","after":{"ID":1}}\n' +
        '{"op_type":"U","op_ts":"2026-01-01 00:00:01.000000","pos":"002","before":{"ID":1},"after":{"ID":1}}\n' +
        '{"op_type":"D","op_ts":"2026-01-01 00:00:02.000000","pos":"003","before":{"ID":1}}\n',
    },
    options: "--format json --key 'after.ID|before.ID' --order-by op_ts:timestamp",
    unsure: ['order'],
  },
  {
    title: 'a version that all records have',
    files: {
      'in/a.json': Array.from({ length: 12 }, (_, i) => `{"id":${i},"version":2,"start":${1767225600 + i}}\n`).join(''),
    },
    options: '--format json --key id --order-by start:int',
    unsure: ['order'],
  },
  {
    title: 'records of Airbyte, each with an identifier of its own',
    files: {
      'in/a.jsonl': Array.from(
        { length: 24 },
        (_, i) =>
          `{"_airbyte_raw_id":"r${i}","_airbyte_extracted_at":${1767225600000 + i},"_airbyte_data":{"id":${i % 3}}}\n`,
      ).join(''),
    },
    options: '--format json --key _airbyte_data.id --order-by _airbyte_extracted_at:int',
    unsure: ['order'],
  },
  {
    title: 'envelopes of which some have no row',
    files: {
      'in/a.jsonl':
        '{"before":null,"after":{"id":1},"op":"c","ts_ms":1767225600000}\n' + '{"op":"t","ts_ms":1767225600001}\n',
    },
    options: '--format json --key op --order-by ts_ms:int',
    unsure: [],
  },
  {
    title: 'null and missing order values',
    files: { 'in/a.jsonl': '{"id":1,"ts":5}\n{"id":2,"ts":null}\n{"id":3,"ts":7}\n{"id":4,"ts":8}\n' },
    options: '--format json --key id --order-by ts:int --empty-order oldest',
    unsure: ['order'],
  },
  {
    title: "Debezium's envelopes beside their schema",
    files: {
      'in/a.jsonl':
        '{"schema":{"type":"struct"},"payload":{"before":null,"after":{"id":1},"op":"c","ts_ms":1767225600000}}\n' +
        '{"schema":{"type":"struct"},"payload":{"before":{"id":1},"after":null,"op":"d","ts_ms":1767225600001}}\n',
    },
    options: "--format json --key 'payload.after.id|payload.before.id' --order-by payload.ts_ms:int",
    unsure: ['order'],
  },
  {
    title: 'values with their types, as MongoDB writes them',
    files: {
      'in/a.json':
        '{"_id":{"$oid":"64a"},"updatedAt":{"$date":"2026-01-01T10:00:00Z"}}\n' +
        '{"_id":{"$oid":"64b"},"updatedAt":{"$date":"2026-01-02T10:00:00Z"}}\n',
    },
    options: "--format json --key '_id.$oid' --order-by 'updatedAt.$date:timestamp'",
    unsure: [],
  },
  {
    title: 'values with their types, as DynamoDB writes them',
    files: {
      'in/a.json': '{"Item":{"id":{"S":"a"},"ts":{"N":"5"}}}\n' + '{"Item":{"id":{"S":"b"},"ts":{"N":"16"}}}\n',
    },
    options: '--format json --key Item.id.S --order-by Item.ts.N:int',
    unsure: [],
  },
  {
    title: 'identifiers beyond 64 bits',
    files: { 'in/a.json': '{"id":12345678901234567890,"ts":5}\n{"id":12345678901234567891,"ts":6}\n' },
    options: '--format json --key id --order-by ts:int',
    unsure: [],
  },
];

/** Files that are not understood, and the end of the one line that says so. */
export const NOT_UNDERSTOOD: readonly (readonly [title: string, content: string | Buffer, says: RegExp])[] = [
  [
    'a JSON array',
    '[\n {"id":1},\n {"id":2}\n]\n',
    /holds one JSON array, .* as by jq -c '\.\[\]' in\/a > records\.jsonl$/,
  ],
  ['JSON over several lines', '{\n "id": 1\n}\n', /holds JSON that is not one object a line: .* jq -c \. in\/a > /],
  ['JSON arrays, one a line', '[1,2]\n[3,4]\n', /holds JSON arrays, one a line/],
  [
    'records in an array of one object',
    '{"Records":[{"id":1},{"id":2}]}\n',
    /as by jq -c '\.Records\[\]' in\/a > records\.jsonl$/,
  ],
  [
    'objects with commas behind them',
    '{"id":1},\n{"id":2},\n',
    /holds objects with a comma behind each of them: .* sed/,
  ],
  [
    'objects as Python prints them',
    "{'id': 1}\n{'id': 2}\n",
    /as Python prints them, which is not JSON: write them by json\.dumps$/,
  ],
  ['JSON with record separators', '\x1e{"id":1}\n\x1e{"id":2}\n', /begins its lines with the record separator of JSON/],
  [
    'JSON Lines behind a comment',
    '// export\n{"id":1}\n{"id":2}\n',
    /behind 1 other line: run takes --format json --skip-lines 1$/,
  ],
  ['XML', '<?xml version="1.0"?>\n<a/>\n', /holds XML or HTML, and neither delimited text nor JSON Lines: convert it$/],
  ['SQL', 'INSERT INTO a VALUES (1,2);\nINSERT INTO a VALUES (3,4);\n', /holds SQL, /],
  [
    'a log',
    'started\n10:00 GET /index.html\n10:01 error: no such file\n  at line 5, column 7\n',
    /no delimiter makes the same number of columns/,
  ],
  [
    'texts with commas here and there',
    'likes apples, bananas\nx, y, z\nno more\n',
    /if each line is one value, a --delim/,
  ],
  ['columns aligned by blanks', 'id   name     ts\n1    ann      5\n22   bob jr   6\n', /aligned by blanks/],
  ['a table drawn for people', '| id | v |\n|----|---|\n| 1  | a |\n', /drawn for people to read/],
  [
    'random bytes',
    Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919 + 13) % 251)),
    /holds bytes that no text has/,
  ],
  ['blank lines', '\n\n\n', /has only blank lines$/],
];
