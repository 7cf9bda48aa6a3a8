/** What every format promises (format.ts), of whatever is in the table. */

import { commonHeader } from '../../../job/format/format';
import { FORMATS, formatOf } from '../../../job/format/formats';
import type { FormatName, Spec } from '../../../job/options/spec';
import { keepLatestOf, specOf } from '../../support/in-process';
import { MOVIES, type OracleSpec } from '../../support/oracle';

/** Options that a format understands, and a file of records and bad ones of it. */
interface Case {
  readonly spec: OracleSpec;
  readonly dialect: Partial<Spec>;
  readonly file: Buffer;
  /** Whether parts may begin with a header. */
  readonly hasHeader: boolean;
}

const CASES: Readonly<Record<FormatName, readonly Case[]>> = {
  delimited: [
    {
      spec: MOVIES,
      dialect: {},
      hasHeader: true,
      file: Buffer.from(
        'heat^ann^3^5\nheat^bob^4^soon\n\n^^^-1\nup^ann^1\nup^bob^1^9223372036854775808\r\nup^eve^2^7^\nup^^^7',
      ),
    },
    {
      spec: MOVIES,
      dialect: { delimiter: ',', quote: '"', escape: '"' },
      hasHeader: true,
      file: Buffer.from(
        'heat,ann,3,5\n"he,at","ann\nand ""bob""",4,"soon"\n\n"","",,"-1"\r\nup,"ann",1\n"up"s,"bob,1\r\n",1,7\n,"eve"" \n\n",2,9',
      ),
    },
    {
      spec: MOVIES,
      dialect: { delimiter: '\t', quote: null, escape: '\\' },
      hasHeader: true,
      file: Buffer.from(
        'heat\tann\t3\t5\nhe\\\tat\tann\\\n and bob\t4\tsoon\n\n\\N\t\\\\N\t\t-1\r\nup\tann\\\\\t1\nup\tbob\\\r\t1\r\n' +
          'up\teve\t2\t7\t\\\\\\\n\nup\t\t\t\\7\nup\tdan\t1\t9223372036854775808\nlast\tann\t1\t\\',
      ),
    },
  ],
  json: [
    {
      spec: MOVIES,
      dialect: {
        ...{ format: 'json', delimiter: '', columns: ['movie', 'user.id', 'at'], keyColumns: [0, 1] },
        orderBy: [{ column: 2, type: 'int', isLeast: false, ranks: [] }],
      },
      hasHeader: false,
      file: Buffer.from(
        [
          '{"movie":"heat","user":{"id":1},"at":5}\n{"movie":"heat","user":{"id":1.0},"at":"soon"}\n\n \t\r\n',
          ' { "movie" : "\\u0061" , "user" : { "id" : null } , "at" : "-1" } \r\n{"movie":"up","user":{"id":7},"at":1.0}\n',
          '{"movie":"up","user":{},"at":1}\n{"movie":[],"user":{"id":1},"at":1}\n{"movie":1e99999999999999999999,"at":1}\n',
          '{"movie":"up","user":{"id":7},"at":9223372036854775808}\n{"movie":"up"\n{"movie":"\\ud800"}\nnull\n',
          '{"movie":"up","user":{"id":7},"user":{"x":2},"at":1}\n{"movie":"\xff","user":{"id":2},"at":1}\n',
          '{"user":{"id":true},"at":1,"movie":{"a":["}\\"",[]]},"movie":"x"}',
        ].join(''),
        'latin1',
      ),
    },
  ],
};

const EACH = (Object.keys(FORMATS) as FormatName[]).flatMap((name) =>
  CASES[name].map((each) => [name, each.dialect, each] as const),
);

describe.each(EACH)('the format %s, with %j', (name, dialect, { spec, file, hasHeader }) => {
  const format = formatOf({ ...specOf(spec), ...dialect, format: name } as Spec);

  /** Where records begin, as a reader finds them that reads the file from its first byte on; the last is the file's end. */
  const starts: number[] = [0];
  for (let start = 0; start < file.length; starts.push(start)) {
    const end = format.endOfRecord(file.subarray(start), 0);
    start = end < 0 ? file.length : start + end;
  }

  it('finds the first record behind every cut, or behind most where it guesses', () => {
    const wrong: number[] = [];
    for (let cut = 1; cut < file.length; cut++) {
      const first = format.firstRecord(file.subarray(cut - 1), format.kernel.columns, true);
      const expected = starts.find((start) => start >= cut) as number;
      if ((first < 0 ? file.length : cut - 1 + first) !== expected) wrong.push(cut);
    }
    if (format.guessesStarts) expect(wrong.length).toBeLessThan(file.length / 10);
    else expect(wrong).toEqual([]);
  });

  it('finds the end of a record in whatever pieces it comes', () => {
    for (const [i, start] of starts.slice(0, -1).entries()) {
      const end = starts[i + 1] as number;
      for (let seen = start; seen < end; seen++) {
        const found = format.endOfRecord(file.subarray(start), seen - start);
        expect([start, seen, found < 0 ? file.length : start + found]).toEqual([start, seen, end]);
        expect([start, seen, format.endOfRecord(file.subarray(start, seen), 0)]).toEqual([start, seen, -1]);
      }
      if (end < file.length)
        expect([start, format.endOfRecord(file.subarray(start, end), 0)]).toEqual([start, end - start]);
    }
  });

  it('judges lines as the kernel does, and tells what is wrong', async () => {
    const { rejects } = await keepLatestOf([file], { spec, dialect });
    const records = starts.slice(0, -1).map((start, i) => file.subarray(start, starts[i + 1]));
    const lines = records
      .map((record) => record.toString('latin1').replace(/\r?\n$/, ''))
      .filter((line) => !format.isBlank(line));
    const faults = lines.map((line) => format.faultOf(line)).filter((fault) => fault !== null);
    expect(faults).toEqual(rejects.map(({ reason }) => reason));
    expect(new Set(faults).size).toBeGreaterThan(1);
    for (const { reason, line = '' } of rejects) {
      const told = format.describe({
        offset: 0,
        reason: reason as 'columns',
        line: Buffer.from(line),
        lineBytes: line.length,
      });
      expect(told).toMatch(/^[a-z0-9].*(expected|beyond)/);
    }
  });

  it('begins a part with its header, and nothing else', () => {
    const line = Buffer.from('movie^user^rating^timestamp');
    const start = format.partStart(commonHeader(line, 'in/a'));
    expect(start === null).toBe(!hasHeader);
    if (start !== null) {
      expect(format.endOfRecord(start, 0)).toBe(start.length);
      expect(Buffer.from(start.subarray(0, line.length))).toEqual(line);
    }
    expect(format.partStart(null)).toBeNull();
  });
});
