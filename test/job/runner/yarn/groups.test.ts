import { ALL_HASHES, type HashRange, partHashes } from '../../../../job/kernel/hash-range';
import { Groups } from '../../../../job/runner/yarn/groups';
import { Random } from '../../../support/random';

describe.each([
  [1, 1],
  [1, 4],
  [3, 1],
  [16, 1],
  [16, 4],
  [37, 8],
  [101, 2],
])('groups of %i parts, %i groups a part', (parts, perPart) => {
  const groups = new Groups(parts, perPart);
  const stretches = groups.cut(ALL_HASHES);

  it('are cut without a gap, in order', () => {
    let first = 0n;
    for (const { last, part, group } of stretches) {
      expect(groups.range(group, part)).toEqual({ first, last });
      first = last + 1n;
    }
    expect(first).toBe(1n << 64n);
  });

  it('hold the hashes of their part alone', () => {
    for (const { part, group } of stretches) {
      const [range, whole] = [groups.range(group, part), partHashes(part, parts)];
      expect(range.first >= whole.first && range.last <= whole.last).toBe(true);
    }
  });

  it('are numbered from the first one of their part', () => {
    const numbers = Array.from({ length: parts }, (_, part) => stretches.filter((each) => each.part === part));
    for (const [part, own] of numbers.entries()) {
      expect(own.map(({ group }) => group - groups.firstOf(part))).toEqual(own.map((_, i) => i));
    }
  });

  it('are small enough, and share their first bits', () => {
    for (const { part, group } of stretches) {
      const { first, last } = groups.range(group, part);
      expect((last - first + 1n) * BigInt(parts * perPart)).toBeLessThanOrEqual(1n << 64n);
      if (groups.bits > 0) expect(first >> BigInt(64 - groups.bits)).toBe(last >> BigInt(64 - groups.bits));
    }
  });

  it('are cut from any range', () => {
    const random = new Random(parts);
    const hash = () => (BigInt(random.int(0, 2 ** 32)) << 32n) | BigInt(random.int(0, 2 ** 32));
    for (let i = 0; i < 20; i++) {
      const [a, b] = [hash(), hash()];
      const range: HashRange = a < b ? { first: a, last: b } : { first: b, last: a };
      const expected = stretches.filter((stretch) => {
        const { first, last } = groups.range(stretch.group, stretch.part);
        return first <= range.last && last >= range.first;
      });
      const cut = groups.cut(range);
      expect(cut.map(({ part, group }) => [part, group])).toEqual(expected.map(({ part, group }) => [part, group]));
      expect(cut.at(-1)?.last).toBe(range.last);
      expect(cut.slice(0, -1)).toEqual(expected.slice(0, -1));
    }
  });
});
