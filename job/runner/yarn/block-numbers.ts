/**
 * The numbers of the blocks that a reduce task takes. Frames are sorted by them, so that blocks come turn by turn, and
 * those of a turn group by group. Pure.
 */

import { Groups } from './groups';
import { placeOf, type Sharing } from './part-shares';

export interface Blocks extends Sharing {
  /** The least number of groups in each part. */
  readonly groups: number;
}

export class BlockNumbers {
  readonly groups: Groups;

  constructor(private readonly blocks: Blocks) {
    this.groups = new Groups(blocks.parts, blocks.groups);
  }

  /** The number of a block with lines of a group that belong to a part. */
  of(group: number, part: number): number {
    return group + this.before(part);
  }

  /** The group of a block of a part. */
  groupOf(number: number, part: number): number {
    return number - this.before(part);
  }

  private before(part: number): number {
    const { turn } = placeOf(part, this.blocks);
    return turn * this.groups.mostOfPart - this.groups.firstOf(part);
  }
}
