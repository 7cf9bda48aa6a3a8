import { decodeKey, encodeKey, KEY_BYTES, reduceOf, type ShuffleKey } from '../../../../job/runner/yarn/shuffle-key';
import { MAX_PARTS } from '../../../../job/shared/output-files';
import { Random } from '../../../support/random';
import { hadoopPartition } from '../../../support/shuffle';

const MOST = 0xffff_ffff;

/** Keys that differ in every field, including extreme values. */
function someKeys(random: Random): ShuffleKey[] {
  const number = () => random.pick([0, 1, 127, 128, 255, 256, MOST, random.int(0, MOST)]);
  return (['opening', 'block', 'rejects-notice', 'rejects', 'books'] as const).flatMap((kind) =>
    Array.from({ length: 20 }, () => ({ kind, number: number(), sequence: number(), part: number() })),
  );
}

it.each([1, 2, 3, 16, 128, 129, 1000, 99_999, MAX_PARTS])(
  'a key can be encoded for each of %i reduce tasks of Hadoop',
  (reduces) => {
    const random = new Random(reduces);
    const targets = [0, reduces - 1, reduces >> 1, ...Array.from({ length: 60 }, () => random.int(0, reduces))];
    const reached = someKeys(random).map((key) =>
      targets.map((reduce) => {
        const bytes = encodeKey(key, reduce, reduces);
        return [hadoopPartition(bytes, reduces), reduceOf(bytes, reduces)];
      }),
    );
    for (const each of reached) expect(each).toEqual(targets.map((reduce) => [reduce, reduce]));
  },
);

it('a key reaches its reduce task when its hash is next to an end of the range', () => {
  // a hash this close to 2^31 must move down, since upwards it would start again at 0
  const hashed = Array.from({ length: 100_000 }, (_, i) => {
    const key: ShuffleKey = { kind: 'block', number: i * 7919, sequence: 0, part: 0 };
    return { key, hash: reduceOf(encodeKey(key, 0, 1), 2 ** 31) };
  });
  const high = hashed.filter(({ hash }) => hash > 2 ** 31 - MAX_PARTS);
  const low = hashed.filter(({ hash }) => hash < MAX_PARTS);
  expect(Math.min(high.length, low.length)).toBeGreaterThan(1);
  for (const { key } of [...high, ...low]) {
    for (const reduce of [0, 1, 50_000, 99_999]) {
      expect(hadoopPartition(encodeKey(key, reduce, MAX_PARTS), MAX_PARTS)).toBe(reduce);
    }
  }
});

it('keys sort openings, blocks, notices, rejects and books in this order for every reduce task', () => {
  const random = new Random(1);
  const kinds = ['opening', 'block', 'rejects-notice', 'rejects', 'books'];
  const keys = someKeys(random);
  const rank = ({ kind, ...key }: ShuffleKey) => [kinds.indexOf(kind), key.number, key.sequence, key.part];
  for (let i = 0; i < 3000; i++) {
    const [a, b] = [random.pick(keys), random.pick(keys)];
    const [x, y] = [rank(a), rank(b)];
    const differing = x.findIndex((value, at) => value !== y[at]);
    if (differing < 0) continue;
    const order = Math.sign((x[differing] as number) - (y[differing] as number));
    const reduces = random.int(1, MAX_PARTS);
    const reduce = random.int(0, reduces);
    expect(Buffer.compare(encodeKey(a, reduce, reduces), encodeKey(b, reduce, reduces))).toBe(order);
  }
});

it('an encoded key can be decoded', () => {
  for (const key of someKeys(new Random(2))) {
    expect(decodeKey(encodeKey(key, 5, 16))).toEqual(key);
  }
});

it.each([['ff'.repeat(KEY_BYTES)], ['05'.repeat(KEY_BYTES)], ['00'.repeat(KEY_BYTES - 1)], ['']])(
  'decoding refuses the key %s',
  (hex) => {
    expect(() => decodeKey(Buffer.from(hex, 'hex'))).toThrow(`a frame of the shuffle has the unknown key '${hex}'`);
  },
);
