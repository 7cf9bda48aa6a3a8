import { compare } from '../../../job/ledger/compare';
import type { LedgerEntry } from '../../../job/ledger/entry';
import { compareBytes, inByteOrder } from '../../../job/shared/byte-order';
import { collected, inTurn } from '../../support/in-turn';
import { Random } from '../../support/random';

const SEED = 20261130;

const entry = (location: string, version = '1', sizeBytes = 1): LedgerEntry => ({ location, sizeBytes, version });

async function kinds(ledger: readonly LedgerEntry[], files: readonly LedgerEntry[]): Promise<string[]> {
  const found = await collected(compare(inTurn(ledger), inTurn(files)));
  return found.map((each) => `${each.kind} ${each.kind === 'gone' ? each.entry.location : each.file.location}`);
}

it('a file that the ledger lacks is new, wherever it stands', async () => {
  expect(await kinds([entry('b'), entry('d')], [entry('a'), entry('b'), entry('c'), entry('d'), entry('e')])).toEqual([
    'new a',
    'unchanged b',
    'new c',
    'unchanged d',
    'new e',
  ]);
});

it.each<[string, LedgerEntry]>([
  ['version', entry('a', '2')],
  ['size', entry('a', '1', 2)],
])('a file with another %s than in the ledger has changed', async (_, file) => {
  expect(await kinds([entry('a')], [file])).toEqual(['changed a']);
});

it('a file of the ledger that is no longer there is gone, wherever it stood', async () => {
  expect(await kinds([entry('a'), entry('b'), entry('c')], [entry('b')])).toEqual(['gone a', 'unchanged b', 'gone c']);
  expect(await kinds([entry('a')], [])).toEqual(['gone a']);
  expect(await kinds([], [])).toEqual([]);
});

it('locations are compared by their bytes, in which characters beyond U+FFFF come last', async () => {
  const files = ['\uff21', '\u{1f600}'].map((location) => entry(location));
  expect(await kinds(files, files)).toEqual(['unchanged \uff21', 'unchanged \u{1f600}']);
  expect(await kinds(files.slice(1), files.slice(0, 1))).toEqual(['new \uff21', 'gone \u{1f600}']);
});

it(`the differences of random lists are those of maps (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const names = Array.from({ length: 9 }, (_, i) => {
    return String.fromCodePoint(0x61 + (i % 3), [0x62, 0xe000, 0x1f600][Math.floor(i / 3)] as number);
  });
  for (let round = 0; round < 300; round++) {
    const pick = () => {
      const chosen = names.filter(() => random.chance(0.6)).map((name) => entry(name, String(random.int(0, 2))));
      return inByteOrder(chosen, ({ location }) => location);
    };
    const [ledger, files] = [pick(), pick()];
    const known = new Map(ledger.map((each) => [each.location, each.version]));
    const now = new Map(files.map((each) => [each.location, each.version]));
    const all = [...new Set([...known.keys(), ...now.keys()])];
    const expected = inByteOrder(all, (name) => name).map((name) => {
      if (!now.has(name)) return `gone ${name}`;
      if (!known.has(name)) return `new ${name}`;
      return `${known.get(name) === now.get(name) ? 'unchanged' : 'changed'} ${name}`;
    });
    expect(await kinds(ledger, files)).toEqual(expected);
  }
});

it(`texts are in the order of their UTF-8 bytes (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const units = [0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
  const text = () => String.fromCodePoint(...Array.from({ length: random.int(1, 5) }, () => random.pick(units)));
  for (let round = 0; round < 2000; round++) {
    const [a, b] = [text(), text()];
    expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
});
