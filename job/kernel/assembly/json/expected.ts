/**
 * The names of the line before. Most lines have the same members in the same order, so the name of the `i`-th member of a
 * line is first compared with that of the line before, together with its quotes and the colon behind it. If all bytes are
 * the same, and it stands in the same object of the table of names, its entry is the same too, and nothing has to be
 * looked for. Only short names are remembered, and only the first ones of a line.
 *
 * Each has 64 bytes in a room of the worker: 16 bytes of text, 16 bytes that mask those behind it, u32 frame of the
 * object (object.ts), u32 entry, u32 length of the text, which is 0 where none is remembered.
 */

const EXPECTED_BYTES_LOG2: u32 = 6;
/** As JSON_EXPECTED_NAMES in job/kernel/layout.ts. */
const MOST_EXPECTED: u32 = 64;
const TEXT_BYTES: u32 = 16;

let room: usize = 0;
/** That of the member that is read next, and the one behind all others, which is never met since its frame is 0. */
let next: usize = 0;
let end: usize = 0;

/** The entry of the name that `skipExpected` found. */
export let expectedEntry: usize = 0;

export function placeExpected(at: usize): void {
  room = at;
  end = at + ((MOST_EXPECTED as usize) << EXPECTED_BYTES_LOG2);
  memory.fill(at, 0, end - at + (1 << EXPECTED_BYTES_LOG2));
}

export function startExpected(): void {
  next = room;
}

/**
 * The address behind the name and the colon at `at` if they are those of the line before, otherwise 0. `learn` has to
 * follow in that case.
 */
/* @inline */ export function skipExpected(at: usize, frame: usize): usize {
  const expected = next;
  const differs = v128.and(v128.xor(v128.load(at), v128.load(expected)), v128.load(expected, 16));
  if (v128.any_true(differs)) return 0;
  if (load<u32>(expected, 32) !== (frame as u32)) return 0;
  next = expected + (1 << EXPECTED_BYTES_LOG2);
  expectedEntry = load<u32>(expected, 36) as usize;
  return at + (load<u32>(expected, 40) as usize);
}

/** Remembers the text at..behind, which is a name with its quotes and the colon behind it, if it is short enough. */
export function learn(at: usize, behind: usize, frame: usize, entry: usize): void {
  if (next === end) return;
  const bytes = (behind - at) as u32;
  const indexes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(next, v128.load(at));
  v128.store(next, i8x16.lt_u(indexes, i8x16.splat(bytes as i8)), 16);
  // no frame is 0, so that what is too long is never met again
  store<u32>(next, bytes > TEXT_BYTES ? 0 : (frame as u32), 32);
  store<u32>(next, entry as u32, 36);
  store<u32>(next, bytes, 40);
  next += 1 << EXPECTED_BYTES_LOG2;
}
