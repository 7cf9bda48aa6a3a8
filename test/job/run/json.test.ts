import { basename } from 'node:path';
import { formatOf } from '../../../job/format/formats';
import { type InProcess, keepLatestOf } from '../../support/in-process';
import { INVALID_JSON, type JsonCase, jsonAnswers, randomJsonCase } from '../../support/json-records';
import { sortedLines } from '../../support/oracle';
import { onPython } from '../../support/python';
import { Random } from '../../support/random';
import { randomSplits } from '../../support/random-splits';
import { resolveSpec } from '../../support/record-options';

/** Whether this runs as a drill, which tries 300 cases. */
declare const IS_DRILL: boolean;

/** The seeds of groups of cases, each of which takes one run of Python. */
const SEEDS = IS_DRILL ? [18, 118, 218] : [118];
const CASES = 100;
const MiB = 1024 * 1024;

/** The answer of the job, in the form of the oracle's. */
async function answerOf({ spec, files }: Omit<JsonCase, 'args'>, how: InProcess) {
  const { records, rejects, counts, spilledBytes } = await keepLatestOf(files, { ...how, dialect: spec });
  const found = {
    kept: sortedLines(records),
    rejects: rejects.map(({ file, offset, reason }) => [Number(basename(file).slice(-4)), offset, reason]),
    lines: counts.lines,
    blank: counts.blank,
  };
  return { found, records, spilledBytes };
}

/** The bad lines of a file, as the format judges them for its messages. */
function judged({ spec, files }: JsonCase) {
  const format = formatOf(spec);
  return files.flatMap((bytes, file) => {
    const text = bytes.toString('latin1');
    const found: [number, number, string][] = [];
    let offset = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
    for (const piece of text.slice(offset).split('\n')) {
      const line = piece.replace(/\r$/, '');
      const reason = format.isBlank(line) ? null : format.faultOf(line);
      if (reason !== null) found.push([file, offset, reason]);
      if (reason !== null) {
        const told = format.describe({ offset, reason, line: Buffer.from(line, 'latin1'), lineBytes: line.length });
        expect(told).toMatch(/^(byte \d+ of the line|the line ends|order name '|key name ').* (expected|beyond) /);
      }
      offset += piece.length + 1;
    }
    return found;
  });
}

onPython('the answer for JSON Lines', () => {
  it.each(SEEDS)(`is that of Python's json module, for ${CASES} random inputs, seed %i`, async (seed) => {
    const cases = Array.from({ length: CASES }, (_, i) =>
      randomJsonCase(new Random(seed + i), i % 20 === 0 ? 2000 : 40),
    );
    const answers = jsonAnswers(cases);
    const reasons = new Set<string>();
    let spilled = 0;
    for (const [i, each] of cases.entries()) {
      const random = new Random(seed + i);
      const answer = answers[i] as (typeof answers)[number];
      expect({ case: i, judged: judged(each) }).toEqual({ case: i, judged: answer.rejects });
      const how = {
        workers: random.int(1, 4),
        parts: random.int(1, 4),
        arenaBytes: (i % 20 === 0 ? 64 : random.pick([64, 8192])) * 1024,
        splits: randomSplits(random, each.files),
      };
      const cut = await answerOf(each, how);
      expect({ case: i, ...cut.found }).toEqual({ case: i, ...answer });
      if (i % 4 === 0) expect((await answerOf(each, {})).records.equals(cut.records)).toBe(true);
      spilled += cut.spilledBytes;
      for (const [, , reason] of answer.rejects) reasons.add(reason);
    }
    expect(reasons).toEqual(new Set(['json', 'key', 'order', 'order-range']));
    expect(spilled).toBeGreaterThan(0);
  });

  it('keeps nothing that a strict parser refuses', async () => {
    const spec = resolveSpec({
      format: 'json',
      key: 'a',
      orderBy: 'a:text',
      missingColumns: 'empty',
      emptyOrder: 'oldest',
    });
    const deep = (levels: number, open: string, close: string) =>
      `{"x":${open.repeat(levels - 1)}${open === '[' ? '' : '1'}${close.repeat(levels - 1)}}`;
    const long = (bytes: number) => `{"a":"${'ä'.repeat((bytes - 8) / 2)}"}`;
    const texts = [
      deep(1024, '[', ']'),
      deep(1024, '{"x":', '}'),
      deep(1025, '[', ']'),
      deep(1025, '{"x":', '}'),
      deep(500_000, '[', ']'),
      '['.repeat(MiB),
      `{"x":${'['.repeat(MiB - 5)}`,
      `{"x":${'{"":'.repeat(MiB / 4 - 2)}`,
      long(MiB),
      `${long(MiB)} `,
    ].map((line) => Buffer.from(line).toString('latin1'));
    const lines = [...INVALID_JSON, ...texts];
    const each = { spec, files: [Buffer.from(lines.join('\n'), 'latin1')] };
    const [answer] = jsonAnswers([each]);
    const { found } = await answerOf(each, {});
    expect(found).toEqual(answer);
    expect(found.rejects).toHaveLength(INVALID_JSON.length + 7);
    expect(found.rejects.filter(([, , reason]) => reason !== 'json')).toEqual([[0, expect.any(Number), 'length']]);
    const format = formatOf(spec);
    expect(lines.filter((line) => line.length <= MiB && format.faultOf(line) === null)).toEqual([
      texts[0],
      texts[1],
      texts[8],
    ]);
  });
});

const PLAIN = {
  options: { format: 'json', key: 'k', orderBy: 'n' },
  text: '\ufeff{"k":1,"n":1}\n{"k":1.0,"n":2}\r\n\n \t\r\n[1]\n{"k":"ä\\n","n":"7"} \n{"k":"\\u00e4\\u000a","n":6}\n{"k":2\n\ufeff{"k":3,"n":1}\n{"k":{},"n":1}\n{"k":4}\n{"k":5,"n":1}',
  kept: 3,
  reasons: ['json', 'json', 'json', 'key', 'order'],
};
const WITH_ALTERNATIVES = {
  options: { format: 'json', key: 'after.id|before.id,t', orderBy: 'n|m.n' },
  text:
    '{"before":null,"after":{"id":1},"t":1,"n":1}\n{"before":{"id":1},"after":{"id":2},"t":1,"n":2}\n' +
    '{"before":{"id":1},"after":null,"t":1,"n":2}\n{"before":{"id":1.0},"t":1,"m":{"n":3}}\n' +
    '{"before":{"id":2},"after":{"id":3},"after":{"x":1},"t":1,"n":null,"m":{"n":"4"}}\r\n' +
    '{"before":{"id":null},"after":null,"t":1,"n":1}\n{"before":{},"t":1,"n":1}\n{"after":{"id":[]},"before":{"id":2},"t":1,"n":1}',
  kept: 3,
  reasons: ['key', 'key'],
};

it.each([
  ['small files', PLAIN],
  ['small files with alternatives', WITH_ALTERNATIVES],
])('%s are cut at every byte', async (_, { options, text, kept, reasons }) => {
  const file = Buffer.from(text);
  const each = { spec: resolveSpec(options), files: [file] };
  const { found, records } = await answerOf(each, {});
  expect(found.kept).toHaveLength(kept);
  expect(found.rejects.map(([, , reason]) => reason)).toEqual(reasons);
  const at = (...offsets: readonly number[]) =>
    offsets.slice(1).map((end, i) => [{ file: 0, start: offsets[i] as number, end }]);
  for (let cut = 1; cut < file.length; cut++) {
    const cutOnce = await answerOf(each, { splits: at(0, cut, file.length) });
    expect([cut, cutOnce.found, cutOnce.records]).toEqual([cut, found, records]);
  }
  const everywhere = await answerOf(each, { splits: at(...Array(file.length + 1).keys()), workers: 2 });
  expect([everywhere.found, everywhere.records]).toEqual([found, records]);
});
