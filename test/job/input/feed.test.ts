import { commonHeader } from '../../../job/format/format';
import { formatOf } from '../../../job/format/formats';
import { feed } from '../../../job/input/feed';
import { ALL_HASHES, uncut } from '../../../job/kernel/hash-range';
import { Kernel } from '../../../job/kernel/kernel';
import { planLayout } from '../../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../../job/kernel/module';
import { PLAIN_NEEDS } from '../../../job/kernel/record-format';
import { PLAIN_READING } from '../../../job/options/spec';
import { Keeper } from '../../../job/runner/keeper';
import { dribble } from '../../support/dribble';
import { specOf } from '../../support/in-process';
import { type OracleSpec, oracle, sortedLines } from '../../support/oracle';

const SPEC: OracleSpec = { columns: 3, delimiter: '^', keyColumns: [0], orderColumn: 2, orderIsText: false };
const MiB = 1024 * 1024;
const layout = planLayout(32 * MiB, 1, { ...PLAIN_NEEDS, headerBytes: 1024 });
const format = formatOf(specOf(SPEC));
const kernel = new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format.kernel);

interface Extents {
  readonly borders: readonly number[];
  readonly width: number;
  readonly header?: string;
  /** Whether whatever can be waited for has to be waited for. */
  readonly isAsync?: boolean;
}

/** Feeds `bytes` in extents between the borders, each in pieces of `width`. */
async function feedAll(bytes: Buffer, { borders, width, header, isAsync = false }: Extents) {
  const wait = () => (isAsync ? Promise.resolve() : undefined);
  const keeper = new Keeper(kernel, {
    format,
    temp: { path: '/nowhere', remedy: '' },
    cut: uncut,
    handsOn: false,
    breathe: () => {},
  });
  keeper.begin(0, ALL_HASHES);
  const bad: [number, string, number][] = [];
  const odd: [string, number, string][] = [];
  const before = kernel.counts;
  const oddBefore = kernel.oddities;
  let headers = 0;
  let overlong = 0;
  for (const [i, start] of borders.slice(0, -1).entries()) {
    const extent = {
      format,
      start,
      end: borders[i + 1] as number,
      columns: SPEC.columns,
      header: header === undefined ? null : commonHeader(Buffer.from(header), 'first.txt'),
      head: null,
      reading: PLAIN_READING,
      writer: 'user' as const,
    };
    const source = dribble(bytes, width, Math.max(0, start - 1));
    const late = { ...source, read: async (target: Uint8Array) => source.read(target) };
    const counts = await feed(kernel, isAsync ? late : source, 'some.txt', extent, {
      makeRoom: () => keeper.makeRoom(),
      onBad: ({ offset, reason, lineBytes }) => {
        bad.push([offset, reason, lineBytes]);
        return wait();
      },
      onOddity: (kind, offset, line) => {
        odd.push([kind, offset, Buffer.from(line).toString()]);
      },
      onBytes: () => {},
      breathe: wait,
    });
    headers += counts.headers;
    overlong += counts.overlong;
  }
  const pieces: Buffer[] = [];
  await keeper.drain((lines) => {
    pieces.push(Buffer.from(lines));
  });
  const after = kernel.counts;
  return {
    kept: sortedLines(Buffer.concat(pieces)),
    bad,
    lines: after.lines - before.lines + headers + overlong,
    blank: after.blank - before.blank,
    headers: after.headers - before.headers + headers,
    odd,
    marks: kernel.oddities['byte-order-mark'].count - oddBefore['byte-order-mark'].count,
  };
}

const NASTY = Buffer.from(
  '\u00ef\u00bb\u00bfa^1^5\r\nb^2^6\n\n\r\nb^3^7\r\r\nbad\na^\u0000\t"^9\n\u00ff\u00fe^x^+3\nc^^-4\n^^0\nc^late^-3\rx\n\u2028^e^1\nlast^z^2',
  'latin1',
);

describe('every piece and every border', () => {
  const expected = oracle([NASTY], SPEC);
  const whole = [0, NASTY.length];

  it.each(Array.from({ length: 30 }, (_, i) => i + 1))('gives the same lines in pieces of %i bytes', async (width) => {
    const answer = await feedAll(NASTY, { borders: whole, width });
    expect(answer).toMatchObject({ kept: expected.kept, lines: expected.lines, blank: expected.blank });
    expect(answer.bad.map(([offset, reason]) => [offset, reason])).toEqual(
      expected.rejects.map((r) => [r.offset, r.reason]),
    );
  });

  it('gives the same where sources and hooks have to be waited for', async () => {
    for (const borders of [whole, [0, 20, 40, NASTY.length]]) {
      for (const width of [1, 7, 1000]) {
        const answer = await feedAll(NASTY, { borders, width });
        expect(await feedAll(NASTY, { borders, width, isAsync: true })).toEqual(answer);
      }
    }
  });

  it('gives every line once wherever one border lies', async () => {
    for (let border = 1; border < NASTY.length; border++) {
      for (const width of [1, 3, 1000]) {
        const answer = await feedAll(NASTY, { borders: [0, border, NASTY.length], width });
        expect([border, answer.kept, answer.lines]).toEqual([border, expected.kept, expected.lines]);
      }
    }
  });

  it('gives every line once where every byte is a border', async () => {
    const borders = Array.from({ length: NASTY.length + 1 }, (_, i) => i);
    expect(await feedAll(NASTY, { borders, width: 2 })).toMatchObject({ kept: expected.kept, lines: expected.lines });
  });
});

describe('carriage return and newline in different pieces', () => {
  it('belong to one ending', async () => {
    const answer = await feedAll(Buffer.from('a^b^1\r\nc^d^2\r\n'), { borders: [0, 14], width: 6 });
    expect(answer).toMatchObject({ kept: ['a^b^1', 'c^d^2'], lines: 2, blank: 0 });
  });
});

describe('long lines', () => {
  const line = (length: number) => `k^${'v'.repeat(length - 4)}^1`;

  it.each([
    [MiB, '\n', true],
    [MiB, '\r\n', true],
    [MiB, '', true],
    [MiB + 1, '\n', false],
    [MiB + 1, '\r\n', false],
    [MiB + 1, '', false],
    [5 * MiB, '\n', false],
  ])('of %i bytes and the ending %j are records: %s', async (length, ending, isRecord) => {
    const bytes = Buffer.from(`a^a^1\n${line(length)}${ending}${ending ? 'z^z^2' : ''}`);
    for (const borders of [
      [0, bytes.length],
      [0, 3, 5000, bytes.length - 2, bytes.length],
    ]) {
      const answer = await feedAll(bytes, { borders, width: 300_000 });
      expect(answer.bad).toEqual(isRecord ? [] : [[6, 'length', length]]);
      expect(answer.kept.length).toBe((isRecord ? 2 : 1) + (ending ? 1 : 0));
      expect(answer.lines).toBe(ending ? 3 : 2);
    }
  });
});

it('counts the lines behind one that is too long as they are', async () => {
  const bytes = Buffer.from(`${'x'.repeat(2 * MiB)}\na^b^1\nc^d^2\n`);
  for (const borders of [
    [0, bytes.length],
    [0, 5, bytes.length],
    [0, Number.POSITIVE_INFINITY],
  ]) {
    for (const width of [1000, 300_000, 10 * MiB]) {
      expect(await feedAll(bytes, { borders, width })).toMatchObject({ kept: ['a^b^1', 'c^d^2'], lines: 3, blank: 0 });
    }
  }
});

it('sees quotes only where a field begins, and none behind the end of what was read', async () => {
  const inner = Buffer.from(`m^u"${'"'.repeat(300)}^1\n`.repeat(40));
  for (let end = inner.length - 400; end < inner.length; end++) {
    await feedAll(inner.subarray(0, end), { borders: [0, end], width: 1000 });
  }
  expect(kernel.sawQuotes).toBe(false);
  await feedAll(Buffer.from('m^"u^1\n'), { borders: [0, 7], width: 1000 });
  expect(kernel.sawQuotes).toBe(true);
});

describe('marks inside of a file', () => {
  const MARK = Buffer.from('\ufeff');
  const bytes = Buffer.concat([MARK, Buffer.from('a^b^1\n'), MARK, Buffer.from('a^b^2\nc^\ufeffd^3\n'), MARK]);

  it('are told of at the start of a line, wherever a border lies, and stay data', async () => {
    for (let border = 1; border < bytes.length; border++) {
      for (const width of [1, 7, 1000]) {
        const answer = await feedAll(bytes, { borders: [0, border, bytes.length], width });
        expect([border, answer.marks, answer.kept.length, answer.odd[0]]).toEqual([
          border,
          2,
          3,
          ['byte-order-mark', 9, '\ufeffa^b^2'],
        ]);
        expect(answer.bad).toEqual([[27, 'columns', 3]]);
      }
    }
  });

  it('count once each where the kernel runs out of room for bad lines', async () => {
    const many = Buffer.from(`x^y^1\n${'\ufeffbad\n'.repeat(5000)}`);
    const answer = await feedAll(many, { borders: [0, many.length], width: 100_000 });
    expect(answer.marks).toBe(5000);
    expect(answer.bad).toHaveLength(5000);
  });
});

describe('headers', () => {
  it.each([1, 2, 7, 100])('are taken off and counted, in pieces of %i bytes', async (width) => {
    const bytes = Buffer.from('\ufeffname^value^at\r\na^b^1\n');
    const answer = await feedAll(bytes, { borders: [0, bytes.length], width, header: 'name^value^at' });
    expect(answer).toMatchObject({ kept: ['a^b^1'], headers: 1, lines: 2, bad: [] });
  });

  it('may be all that a file has', async () => {
    const answer = await feedAll(Buffer.from('n^v^t'), { borders: [0, 5], width: 9, header: 'n^v^t' });
    expect(answer).toMatchObject({ kept: [], headers: 1, lines: 1 });
  });

  it('may lie across the first border', async () => {
    const bytes = Buffer.from('name^value^at\na^b^1\n');
    const answer = await feedAll(bytes, { borders: [0, 4, bytes.length], width: 3, header: 'name^value^at' });
    expect(answer).toMatchObject({ kept: ['a^b^1'], headers: 1, lines: 2 });
  });

  it('count wherever the same line comes again, behind a mark too, in any piece and wherever a border lies', async () => {
    const bytes = Buffer.from(
      'name^value^at\na^b^1\nname^value^at\r\n\ufeffname^value^at\nname^value^At\nc^d^2\nname^value^at',
    );
    for (let border = 1; border < bytes.length; border++) {
      for (const width of [1, 5, 1000]) {
        const answer = await feedAll(bytes, { borders: [0, border, bytes.length], width, header: 'name^value^at' });
        expect([border, answer]).toEqual([
          border,
          expect.objectContaining({
            kept: ['a^b^1', 'c^d^2'],
            headers: 4,
            lines: 7,
            marks: 0,
            bad: [[52, 'order', 13]],
          }),
        ]);
      }
    }
  });

  it('of no bytes are blank lines inside of a file', async () => {
    const answer = await feedAll(Buffer.from('\n\na^b^1\n'), { borders: [0, 8], width: 9, header: '' });
    expect(answer).toMatchObject({ kept: ['a^b^1'], headers: 1, blank: 1, lines: 3 });
  });

  it('fail where they differ, with both files', async () => {
    await expect(feedAll(Buffer.from('n^v^x\n'), { borders: [0, 6], width: 9, header: 'n^v^t' })).rejects.toThrow(
      "'some.txt' starts with the header 'n^v^x', but 'first.txt' with 'n^v^t'; with --header all must be equal",
    );
  });
});
