import { BlockNumbers } from '../../../../job/runner/yarn/block-numbers';
import { placeOf, reduceOfPart } from '../../../../job/runner/yarn/part-shares';
import { Random } from '../../../support/random';

it('blocks come turn by turn, and those of a turn group by group (seed 2041)', () => {
  const random = new Random(2041);
  for (let round = 0; round < 100; round++) {
    const parts = random.int(1, 40);
    const blocks = { parts, reduces: random.int(1, parts + 1), slots: random.int(1, 6), groups: random.int(1, 9) };
    const numbers = new BlockNumbers(blocks);
    const all = Array.from({ length: parts }, (_, part) => part).flatMap((part) =>
      groupsOf(numbers, part, parts).map((group) => {
        const number = numbers.of(group, part);
        const { turn } = placeOf(part, blocks);
        return { part, group, number, turn, place: group - numbers.groups.firstOf(part) };
      }),
    );
    expect(all.map(({ number, part }) => numbers.groupOf(number, part))).toEqual(all.map(({ group }) => group));
    for (let reduce = 0; reduce < blocks.reduces; reduce++) {
      const own = all.filter(({ part }) => reduceOfPart(part, blocks) === reduce);
      const byNumber = [...own].sort((a, b) => a.number - b.number);
      const byTurn = [...own].sort((a, b) => a.turn - b.turn || a.place - b.place);
      expect(byNumber.map(({ turn, place }) => [turn, place])).toEqual(byTurn.map(({ turn, place }) => [turn, place]));
    }
  }
});

/** The groups that have hashes of a part. */
function groupsOf({ groups }: BlockNumbers, part: number, parts: number): number[] {
  const first = groups.firstOf(part);
  const last = part + 1 === parts ? 2 ** groups.bits - 1 : groups.firstOf(part + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
