import type { MapBooks, ReduceToken } from '../../../../job/runner/yarn/contract';
import { checkCounters, collect } from '../../../../job/runner/yarn/tokens';
import { noRejects } from '../../../../job/summary/summary';

const NONE = noRejects();
const SPAN = { startMs: 1, endMs: 2 };

const RUN = '20261122t152504z-3f9a1c';
const partNamed = (part: number) => `part-0000${part}-${RUN}`;

const written = (name: string, lines: number) => ({
  part: { name, bytes: 10 * lines, lines, crc32: 1 },
  staged: { name, sizeBytes: 10 * lines, attempt: 'attempt_1' },
});
const books = (split: number): MapBooks => ({
  split,
  lines: 10,
  blank: 1,
  headers: 0,
  comments: 0,
  skipped: 0,
  rejected: { ...NONE, order: 2 },
  examples: [],
  sawQuotes: false,
  utf16Files: 0,
  rearrangedFiles: 0,
  oddities: [],
  checksums: [],
  segments: [],
  span: SPAN,
  superseded: 3,
  spilledBytes: 5,
});
const token = (partition: number, more: Partial<ReduceToken> = {}): ReduceToken => ({
  partition,
  parts: [written(partNamed(partition), 3)],
  deleted: [],
  forgotten: 0,
  superseded: 1,
  formerLines: 0,
  spilledBytes: 0,
  span: SPAN,
  rejects: [],
  books: [],
  ...more,
});
const lines = (...tokens: readonly unknown[]) =>
  Buffer.from(tokens.map((each) => `${JSON.stringify(each)}\n`).join(''));
const TASKS = { run: RUN, receipt: () => null, splits: 2, parts: 2 };

it('tokens are sorted by part, and rejects stay with the part beside which they were written', () => {
  const reject = written(`_rejected/part-00000-${RUN}.jsonl`, 2);
  const { mapped, reduced } = collect(
    lines(token(1, { books: [books(1)], rejects: [{ split: 1, written: reject }] }), token(0, { books: [books(0)] })),
    TASKS,
  );
  expect(mapped.map(({ split }: Partial<MapBooks>) => split)).toEqual([0, 1]);
  expect(reduced.map(({ rejects }) => rejects)).toEqual([[], [reject]]);
  expect(reduced.map(({ parts }) => parts[0]?.part.name)).toEqual([partNamed(0), partNamed(1)]);
});

it.each<[string, readonly [split: number, number: number][]]>([
  ['begin behind 0', [[0, 1]]],
  [
    'leave a number out',
    [
      [0, 0],
      [1, 2],
    ],
  ],
  [
    'have a number twice',
    [
      [0, 0],
      [1, 0],
    ],
  ],
  [
    'are not in the order of the splits',
    [
      [0, 1],
      [1, 0],
    ],
  ],
])('rejects whose numbers %s are refused', (_, numbered) => {
  const rejects = numbered.map(([split, number]) => ({
    split,
    written: written(`_rejected/part-0000${number}-${RUN}.jsonl`, 1),
  }));
  const [first, ...others] = rejects;
  const tokens = lines(
    token(0, { books: [books(0), books(1)], rejects: others }),
    token(1, { rejects: first === undefined ? [] : [first] }),
  );
  expect(() => collect(tokens, TASKS)).toThrow(
    expect.objectContaining({
      exitCode: 70,
      message: expect.stringMatching(/^file \d of the rejects was handed in as/),
    }),
  );
});

it('a line separator inside a text does not split a token', () => {
  const example = { file: 'a\u2028b', offset: 0, reason: 'order' as const, detail: 'no integer', line: 'x\u2029y' };
  const inside = token(0, { books: [{ ...books(0), examples: [example] }] });
  expect(collect(lines(inside), { run: RUN, receipt: () => null, splits: 1, parts: 1 }).mapped[0]?.examples).toEqual([
    example,
  ]);
});

it.each([
  ['a part is missing', lines(token(0, { books: [books(0), books(1)] })), 'part 1 of 2 was not handed in'],
  ['a part came twice', lines(token(0), token(0), token(1)), 'part 0 was handed in twice'],
  ['there is a part too many', lines(token(0), token(1), token(2)), '3 parts were handed in, of 2'],
  ['books are missing', lines(token(0, { books: [books(0)] }), token(1)), 'split 1 of 2 was not handed in'],
  [
    'books came twice',
    lines(token(0, { books: [books(0)] }), token(1, { books: [books(0)] })),
    'split 0 was handed in twice',
  ],
  ['there is nothing', Buffer.alloc(0), 'part 0 of 2 was not handed in'],
  ['a token is cut off', lines(token(0)).subarray(0, 40), 'a reduce task handed in something that is not a token ('],
])('the tokens are refused when %s', (_, bytes, message) => {
  expect(() => collect(bytes, TASKS)).toThrow(
    expect.objectContaining({ exitCode: 70, message: expect.stringContaining(message) }),
  );
});

/** Other users may be able to write to the folder of the tokens, and the tokens decide which files become visible. */
describe('a token that another program wrote', () => {
  const part = (name: string) => ({ parts: [written(name, 3)] });
  const rejects = (split: number, name: string) => ({ rejects: [{ split, written: written(name, 1) }] });
  const { staged, part: listed } = written(partNamed(0), 3);

  it.each<[string, object, string]>([
    ['a part that is a file of the user', part('keep.txt'), 'parts[0].staged.name is "keep.txt"'],
    ['a part elsewhere', part(`../${partNamed(0)}`), 'parts[0].staged.name is "../part-'],
    [
      'the part of another task',
      part(partNamed(1)),
      `parts[0].part.name is "${partNamed(1)}", expected that of part 0`,
    ],
    ['a part of another run', part('part-00000-20260101t000000z-aaaaaa'), `expected that of part 0 of run ${RUN}`],
    ['rejects for a part', part(`_rejected/part-00000-${RUN}.jsonl`), 'expected that of part 0'],
    ['no part', { parts: [] }, 'parts has no part'],
    ['two parts', { parts: [written(partNamed(0), 3), written(partNamed(0), 3)] }, 'parts has 2 entries, at most 1'],
    [
      'a part that is staged as another',
      { parts: [{ staged, part: { ...listed, bytes: 7 } }] },
      'of another file than',
    ],
    ['an attempt above', { parts: [{ staged: { ...staged, attempt: '../..' }, part: listed }] }, 'attempt is "../.."'],
    ['rejects of the user', rejects(0, '_rejected/keep.txt'), 'rejects[0].written.staged.name is "_rejected/keep'],
    ['a part for rejects', rejects(0, partNamed(0)), `expected that of rejects of run ${RUN}`],
    [
      'rejects of another run',
      rejects(0, '_rejected/part-00000-20260101t000000z-aaaaaa.jsonl'),
      `expected that of rejects of run ${RUN}`,
    ],
    ['deletes of the user', { deleted: [written('_deleted/keep.txt', 1)] }, 'deleted[0].staged.name is "_deleted/keep'],
    [
      'deletes of another part',
      { deleted: [written(`_deleted/${partNamed(1)}`, 1)] },
      `deleted[0].part.name is "_deleted/${partNamed(1)}", expected that of deletes 0`,
    ],
    ['a part for deletes', { deleted: [written(partNamed(0), 1)] }, 'expected that of deletes 0'],
    ['fewer forgotten deletes than none', { forgotten: -1 }, 'forgotten is -1'],
    ['counts below nothing', { superseded: -1 }, 'superseded is -1'],
    ['books that are none', { books: [{ ...books(0), lines: '10' }] }, 'books[0].lines is "10"'],
    ['no books', { books: undefined }, 'books is missing, expected a list'],
    ['a number that is a name', { partition: '0' }, 'partition is "0"'],
  ])('is refused with %s', (_, change, reason) => {
    const hostile = { ...token(0, { books: [books(0), books(1)] }), ...change };
    expect(() => collect(lines(hostile, token(1)), TASKS)).toThrow(
      expect.objectContaining({ exitCode: 70, message: expect.stringContaining(reason) }),
    );
  });
});

describe('the counters of Hadoop', () => {
  const collected = collect(lines(token(0, { books: [books(0), books(1)] }), token(1)), TASKS);
  const counters = (more: Record<string, number> = {}) =>
    new Map(
      Object.entries({ lines: 20, blank: 2, kept: 6, superseded: 8, rejected: 4, 'bytes-read': 99, ...more }).map(
        ([name, count]) => [`dedup/${name}`, count],
      ),
    );

  it('are accepted when they agree with the counts of the run', () => {
    expect(() => checkCounters(counters(), collected)).not.toThrow();
  });

  it('count forgotten deletes with those that are kept', () => {
    const deleted = [written(`_deleted/${partNamed(0)}`, 4)];
    const all = [token(0, { books: [books(0), books(1)], deleted, forgotten: 2 }), token(1, { forgotten: 1 })];
    const found = collect(lines(...all), TASKS);
    expect(found.reduced.map((result) => result.deleted)).toEqual([deleted, []]);
    expect(() => checkCounters(counters({ deleted: 7 }), found)).not.toThrow();
    expect(() => checkCounters(counters({ deleted: 4 }), found)).toThrow("for 'deleted' where the tasks counted 7");
  });

  it.each([
    ['lines', 21, 20],
    ['blank', 0, 2],
    ['headers', 1, 0],
    ['comments', 1, 0],
    ['skipped', 1, 0],
    ['kept', 5, 6],
    ['superseded', 7, 8],
    ['deleted', 1, 0],
    ['rejected', 3, 4],
  ])('that differ in the %s end the run', (name, counted, own) => {
    expect(() => checkCounters(counters({ [name]: counted }), collected)).toThrow(
      expect.objectContaining({
        exitCode: 70,
        message: `Hadoop counted ${counted} for '${name}' where the tasks counted ${own}; nothing was published, please report this`,
      }),
    );
  });

  it('that are all missing end the run', () => {
    expect(() => checkCounters(new Map(), collected)).toThrow("Hadoop counted 0 for 'lines'");
  });
});
