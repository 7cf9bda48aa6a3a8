import type { Failure } from '../../job/shared/failure';
import { type Unpack, unpacked, type Widths } from './unpacked';

/** What becomes of a packed file: its content, or the failure. */
export type Fate = Buffer | Failure;

export async function fateOf(unpack: Unpack, packed: Buffer, widths?: Widths): Promise<Fate> {
  try {
    return await unpacked(unpack, packed, widths);
  } catch (error) {
    return error as Failure;
  }
}

/** The file up to each of its bytes, except the whole file and the empty one. */
export function cuts(packed: Buffer): Buffer[] {
  return Array.from({ length: packed.length - 1 }, (_, i) => packed.subarray(0, i + 1));
}

/** The file with each of its bytes changed, one at a time. */
export function flips(packed: Buffer, mask = 0xff): Buffer[] {
  return Array.from(packed, (byte, i) => {
    const flipped = Buffer.from(packed);
    flipped[i] = byte ^ mask;
    return flipped;
  });
}

/** The message of damage, whose offset is somewhere in the file. */
export const DAMAGE =
  /^cannot unpack 'in\/a': .+ near byte (\d+); it is damaged or cut off: replace it, or take it out$/;
