/**
 * Keys of the shuffle. Hadoop sorts frames by the bytes of their keys, and its HashPartitioner sends a frame to reduce
 * task `(hash & 0x7fffffff) % reduces`. The hash is that of BytesWritable, in 32 bits: h = 1, then h = 31 h + b for
 * each byte b, signed. Therefore a key begins with the kind and the number of its frame, which bring the frames of each
 * part into the order in which its slot needs them. The key ends with bytes that make the hash select the reduce task:
 *
 *     u8 kind | u32 number | u32 sequence | u32 part | 3 bytes that steer
 *
 * The part is behind the sequence, so that the frames of a reduce task's parts come by turns, and its slots work at the
 * same time. Three bytes that steer are enough: their signed digits of base 31 reach every distance up to MAX_PARTS.
 */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';

/** The kinds of frames, in the order in which they reach a reduce task. */
const KINDS = ['opening', 'block', 'rejects-notice', 'rejects', 'books'] as const;

export interface ShuffleKey {
  readonly kind: (typeof KINDS)[number];
  /**
   * Of a block its turn and its group (block-numbers.ts); of rejects, their notices and books the split; of an opening 0.
   */
  readonly number: number;
  /** Orders the rejects of one split, and mixes the blocks of the parts of a reduce task. */
  readonly sequence: number;
  /** The part whose slot takes the frame. */
  readonly part: number;
}

const STEER_AT = 13;
export const KEY_BYTES = STEER_AT + 3;
export const MOST_SEQUENCE = 0xffff_ffff;
const BASE = 31;
const POSITIVE = 0x7fff_ffff;

/** The key that brings a frame to reduce task `reduce` of `reduces`. */
export function encodeKey({ kind, number, sequence, part }: ShuffleKey, reduce: number, reduces: number): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  key.writeUInt8(KINDS.indexOf(kind), 0);
  key.writeUInt32BE(number, 1);
  key.writeUInt32BE(sequence, 5);
  key.writeUInt32BE(part, 9);
  // This is the hash with steering bytes of zero. Each steering byte adds its digit's value of base 31 to the hash.
  const hash = hashOf(key) & POSITIVE;
  const up = (reduce - (hash % reduces) + reduces) % reduces;
  const distance = hash + up <= POSITIVE ? up : up - reduces;
  const high = Math.round(distance / BASE ** 2);
  const rest = distance - high * BASE ** 2;
  const middle = Math.round(rest / BASE);
  key.writeInt8(high, STEER_AT);
  key.writeInt8(middle, STEER_AT + 1);
  key.writeInt8(rest - middle * BASE, STEER_AT + 2);
  return key;
}

/** Throws with exit code 70 for a key that this kit did not write. */
export function decodeKey(key: Buffer): ShuffleKey {
  const kind = KINDS[key.length === KEY_BYTES ? key.readUInt8(0) : KINDS.length];
  if (kind === undefined) {
    throw new Failure(EXIT.software, `a frame of the shuffle has the unknown key '${key.toString('hex')}'`);
  }
  return { kind, number: key.readUInt32BE(1), sequence: key.readUInt32BE(5), part: key.readUInt32BE(9) };
}

/** The reduce task to which Hadoop sends a key. */
export function reduceOf(key: Uint8Array, reduces: number): number {
  return (hashOf(key) & POSITIVE) % reduces;
}

function hashOf(key: Uint8Array): number {
  let hash = 1;
  for (const byte of key) hash = (Math.imul(BASE, hash) + ((byte << 24) >> 24)) | 0;
  return hash;
}
