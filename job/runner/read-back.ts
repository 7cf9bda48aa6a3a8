/**
 * Reads back lines that left a keeper: spills, as many partitions at a time as fit the memory, and blocks of other
 * keepers.
 */

import type { ByteSource } from '../codec/stream/byte-source';
import { feed } from '../input/feed';
import { type HashRange, narrow, partitionsOf, sharedBehind } from '../kernel/hash-range';
import { PLAIN_READING } from '../options/spec';
import { MiB } from '../shared/byte-units';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { Keeper, LineSink } from './keeper';
import { closeSpill, commonTag, memoryOf, openBlocks, type SpillRun } from './spill';
import { groupsOf, type PartitionGroup } from './spill-groups';

/** The memory for a group of partitions that is read back: at most this share of the arena, and at most GROUP_BYTES. */
const GROUP_SHARE = 0.5;
const GROUP_BYTES = 64 * MiB;

const WHOLE = {
  start: 0,
  end: Number.POSITIVE_INFINITY,
  header: null,
  head: null,
  reading: PLAIN_READING,
  writer: 'worker' as const,
};

/**
 * Hands on the latest lines of all that a keeper was fed: from memory, or from spills where the memory was too small.
 */
export async function handOn(keeper: Keeper, sink: LineSink): Promise<void> {
  if (keeper.hasSpilled || !keeper.fitsTables) await handOnSpills(keeper, sink, false);
  else await keeper.drain(sink);
}

/** Reads spills back, as many partitions at a time as fit the memory, and hands on the latest lines in `range`. */
export async function reduceSpills(
  keeper: Keeper,
  spills: readonly SpillRun[],
  range: HashRange,
  sink: LineSink,
  isSecondTry = false,
): Promise<void> {
  const [{ sharedBits, radixBits }] = spills as [SpillRun];
  // A group that outgrew the memory is spilled again, now divided by the hash bits that follow. On the second try each
  // partition is a group of its own, so each further try uses all bits of a partition's number, and the recursion ends.
  const mostBytes = isSecondTry ? 0 : Math.min(GROUP_BYTES, keeper.kernel.arenaBytes * GROUP_SHARE);
  for (const group of groupsOf(memoryOf(spills), partitionsOf(range, sharedBits, radixBits), mostBytes)) {
    const common = group.openBits === 0 ? commonTag(spills, group.first) : { bits: 0, tag: 0 };
    const bits = radixBits - group.openBits + common.bits;
    const prefix = (group.first >>> group.openBits) * 2 ** common.bits + common.tag;
    keeper.begin(sharedBehind(sharedBits, bits), narrow(range, sharedBits, bits, prefix));
    for (const spill of spills) await feedBlocks(keeper, spill, group);
    if (keeper.hasSpilled || !keeper.fitsTables) await handOnSpills(keeper, sink, true);
    else await keeper.drain(sink);
  }
}

async function handOnSpills(keeper: Keeper, sink: LineSink, isSecondTry: boolean): Promise<void> {
  await keeper.spill();
  const spills = keeper.takeSpills();
  await reduceSpills(keeper, spills, keeper.range, sink, isSecondTry);
  for (const spill of spills) closeSpill(spill);
}

async function feedBlocks(keeper: Keeper, spill: SpillRun, { first, end }: PartitionGroup): Promise<void> {
  const bytes = (spill.starts[end] as number) - (spill.starts[first] as number);
  if (bytes === 0) return;
  await feedKept(keeper, openBlocks(spill, first, end), 'a spill');
}

/** Feeds lines that a keeper handed on. `what` names their source in messages. */
export async function feedKept(keeper: Keeper, source: ByteSource, what: string): Promise<void> {
  await feed(
    keeper.kernel,
    source,
    what,
    { ...WHOLE, format: keeper.format, columns: keeper.format.kernel.columns },
    {
      makeRoom: () => keeper.makeRoom(),
      onBad: ({ offset, reason }) => {
        throw new Failure(EXIT.software, `${what} came with a bad line at ${offset} (${reason}); please report this`);
      },
      onBytes: () => {},
      breathe: () => keeper.breathe(),
    },
  );
}
