/** The rooms of one worker in the memory, apart from its records: the addresses and sizes of its buffers, and of its table. */

import { FOLD_BYTES } from './crc32';
import type { LayoutNeeds } from './record-format';
import {
  ASIDE_BYTES,
  BAD_BYTES,
  contextBytes,
  ENDS_BYTES,
  JOINED_BYTES,
  JSON_EXPECTED_BYTES,
  JSON_STACK_BYTES,
  JSON_TEMPLATES_BYTES,
  JSON_VALUES_BYTES,
  LINE_BYTES,
  MERGE_STATES_BYTES,
  ORDER_BYTES,
  OUT_BUFFER_BYTES,
  READ_BUFFER_BYTES,
  SLACK_BYTES,
  SLOT_BYTES,
  STACK_BYTES,
  VALUE_BYTES,
} from './room-sizes';

/** The addresses and sizes of one worker's own buffers, and of its table. */
export interface WorkerRooms {
  /** Workers may read files with different headers at a time. */
  readonly header: number;
  readonly context: number;
  readonly ends: number;
  readonly joined: number;
  /** Rooms for a value, order bytes, a rearranged line with its ends, and the fields of a file; 0 where none is needed. */
  readonly value: number;
  readonly order: number;
  readonly line: number;
  readonly lineEnds: number;
  readonly fields: number;
  /**
   * Rooms for the places of values in a JSON object, for its open objects and arrays, for the names of the line before, and
   * for templates of lines; 0 where none is needed.
   */
  readonly jsonValues: number;
  readonly jsonStack: number;
  readonly jsonExpected: number;
  readonly jsonTemplates: number;
  readonly bad: number;
  readonly stack: number;
  /** FOLD_BYTES, to compute checksums. */
  readonly fold: number;
  readonly read: number;
  readonly readBytes: number;
  readonly out: number;
  readonly outBytes: number;
  readonly table: number;
  /** Null where no part of the former output is merged. */
  readonly merge: MergeRooms | null;
}

/** The rooms of a worker for a merge with a part of the former output, and with the deletes of the part. */
export interface MergeRooms {
  readonly states: number;
  readonly key: number;
  readonly aside: number;
  readonly asideEnd: number;
  /** For each of both files, `readBytes` bytes for its lines. */
  readonly lines: readonly [number, number];
  readonly readBytes: number;
  /** For each of both files, `outBytes` bytes for the new file. */
  readonly out: readonly [number, number];
  readonly outBytes: number;
}

/** Takes so many bytes of the memory, and returns their address. */
export type Place = (bytes: number) => number;

/** Places the rooms of a worker one after the other. */
export function placeRooms(place: Place, needs: LayoutNeeds, partitions: number, tableSlots: number): WorkerRooms {
  const room = (bytes: number) => (needs.hasRooms ? place(bytes) : 0);
  return {
    header: place(needs.headerBytes + SLACK_BYTES),
    context: place(contextBytes(partitions)),
    ends: place(ENDS_BYTES),
    joined: place(JOINED_BYTES),
    value: room(VALUE_BYTES),
    order: room(ORDER_BYTES),
    line: room(LINE_BYTES),
    lineEnds: room(ENDS_BYTES),
    fields: room(ENDS_BYTES),
    jsonValues: room(JSON_VALUES_BYTES),
    jsonStack: room(JSON_STACK_BYTES),
    jsonExpected: room(JSON_EXPECTED_BYTES),
    jsonTemplates: room(JSON_TEMPLATES_BYTES),
    bad: place(BAD_BYTES),
    stack: place(STACK_BYTES),
    fold: place(FOLD_BYTES),
    read: place(READ_BUFFER_BYTES),
    readBytes: READ_BUFFER_BYTES - SLACK_BYTES,
    // a check of an output keeps the last key in this buffer
    out: place(Math.max(OUT_BUFFER_BYTES, JOINED_BYTES)),
    outBytes: OUT_BUFFER_BYTES - SLACK_BYTES,
    table: place(tableSlots * SLOT_BYTES),
    merge: needs.merges ? placeMergeRooms(place) : null,
  };
}

function placeMergeRooms(place: Place): MergeRooms {
  const states = place(MERGE_STATES_BYTES);
  const key = place(JOINED_BYTES);
  const aside = place(ASIDE_BYTES);
  return {
    states,
    key,
    aside,
    asideEnd: aside + ASIDE_BYTES - SLACK_BYTES,
    lines: [place(READ_BUFFER_BYTES), place(READ_BUFFER_BYTES)],
    readBytes: READ_BUFFER_BYTES - SLACK_BYTES,
    out: [place(OUT_BUFFER_BYTES), place(OUT_BUFFER_BYTES)],
    outBytes: OUT_BUFFER_BYTES - SLACK_BYTES,
  };
}
