/**
 * The segments of each split as a text in memory that all threads share. It is made once: a thread parses only the splits
 * that it reads, which takes half as long as to be sent the objects, and holds nothing of the others. With ten thousand
 * files that is a share of the run, with a million most of its memory.
 */

import { codecOfName } from '../../codec/codecs';
import type { FileSegment } from '../../input/opened-ahead';
import type { InputFile } from '../../store/place';
import { isWholeFile } from '../chain';
import type { Reading } from './split-worker';

/** The UTF-8 bytes of a list of rows in JSON. */
export type SplitText = SharedArrayBuffer;

/** A whole file of a user that was not looked at. Where there are many files, most are such. */
type WholeFile = readonly [path: string, sizeBytes: number, version: string];
type Row = WholeFile | FileSegment;

export function splitTexts({ splits, segmentsOf }: Reading): SplitText[] {
  return Array.from({ length: splits }, (_, split) => shared(JSON.stringify(segmentsOf(split).map(rowOf))));
}

export function readingOf(splits: readonly SplitText[]): Reading {
  const segmentsOf = (split: number) => {
    const rows: Row[] = JSON.parse(Buffer.from(splits[split] as SplitText).toString());
    return rows.map(segmentOf);
  };
  return { splits: splits.length, segmentsOf };
}

function rowOf(segment: FileSegment): Row {
  const { file } = segment;
  const { path, sizeBytes, version } = file;
  return isWholeFile(segment) && isUsual(file) ? [path, sizeBytes, version] : segment;
}

function isUsual({ path, own, codec, isUncut, start }: InputFile): boolean {
  return !own && isUncut === undefined && start === undefined && codec === codecOfName(path).name;
}

function segmentOf(row: Row): FileSegment {
  if (!isWhole(row)) return row;
  const [path, sizeBytes, version] = row;
  const file = { path, sizeBytes, version, own: false, codec: codecOfName(path).name };
  return { file, start: 0, end: sizeBytes };
}

function isWhole(row: Row): row is WholeFile {
  return Array.isArray(row);
}

function shared(text: string): SplitText {
  const memory = new SharedArrayBuffer(Buffer.byteLength(text));
  Buffer.from(memory).write(text);
  return memory;
}
