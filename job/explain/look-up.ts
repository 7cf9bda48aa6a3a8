/** Finds the records of keys in the parts of an output, and among its deletes. */

import { codecOf } from '../codec/codecs';
import { type Format, type Header, headerOfText } from '../format/format';
import { feedPart } from '../input/feed-part';
import { RecordKeys } from '../input/record-keys';
import { partHashes, partOf } from '../kernel/hash-range';
import { loneKernel } from '../kernel/lone-kernel';
import { type RecordKey, soughtTableBytes } from '../kernel/sought-table';
import { placeOf } from '../place/places';
import { damagedPart, type WholeOutput } from '../publication/whole-output';
import { inFlight } from '../shared/in-flight';
import { type PartName, parsePartName } from '../shared/part-name';
import type { InputFile } from '../store/place';
import { type FoundRecord, searchPart } from './part-search';

/** A record of an output, and the file that has it. */
export interface PartRecord extends FoundRecord {
  /** The part, or the file with the deletes of a part. */
  readonly part: InputFile;
  /** Whether the record is a delete, so that the output has no record of its key. */
  readonly isDeleted: boolean;
}

/** The files of the parts by their numbers; undefined where a part has no deletes. */
interface Files {
  readonly byPart: readonly (InputFile | undefined)[];
  readonly areDeletes: boolean;
}

/** About the bytes that a search reads. A part with more keys than that many bytes have room for is scanned. */
const SEARCH_BYTES = 32 * 1024;
const PARTS_AT_A_TIME = 8;

/**
 * The records or the deletes of these keys, null for a key that the output knows nothing of. Throws with exit code 65 for a
 * damaged part.
 */
export async function lookUp(
  output: WholeOutput,
  format: Format,
  keys: readonly RecordKey[],
): Promise<readonly (PartRecord | null)[]> {
  const alive = await lookUpIn({ byPart: output.parts, areDeletes: false }, output, format, keys);
  if (output.deleted.length === 0) return alive;
  const byPart: (InputFile | undefined)[] = output.parts.map(() => undefined);
  for (const [i, { name }] of output.summary.output.deleted.entries()) {
    byPart[(parsePartName(name) as PartName).number] = output.deleted[i];
  }
  const missing = keys.flatMap((key, i) => (alive[i] === null ? [{ key, i }] : []));
  const deleted = await lookUpIn(
    { byPart, areDeletes: true },
    output,
    format,
    missing.map(({ key }) => key),
  );
  const places = new Map(missing.map(({ i }, place) => [i, place]));
  return alive.map((record, i) => record ?? (deleted[places.get(i) as number] as PartRecord | null));
}

async function lookUpIn(
  files: Files,
  output: WholeOutput,
  format: Format,
  keys: readonly RecordKey[],
): Promise<readonly (PartRecord | null)[]> {
  const found: (PartRecord | null)[] = keys.map(() => null);
  const { byPart: parts } = files;
  const numbersIn = new Map<number, number[]>();
  keys.forEach(({ hash }, i) => {
    const part = partOf(hash, parts.length);
    const others = numbersIn.get(part);
    if (others === undefined) numbersIn.set(part, [i]);
    else others.push(i);
  });
  if (parts.length === 0) return found;
  const lookers = new PartLooker(files, output, format);
  await inFlight(PARTS_AT_A_TIME, [...numbersIn], async ([part, numbers]) => {
    const records = await lookers.lookIn(
      part,
      numbers.map((i) => keys[i] as RecordKey),
    );
    numbers.forEach((number, i) => {
      found[number] = records[i] as PartRecord | null;
    });
  });
  return found;
}

class PartLooker {
  private readonly keys: RecordKeys;
  private readonly header: Header | null;

  constructor(
    private readonly files: Files,
    output: WholeOutput,
    private readonly format: Format,
  ) {
    this.keys = new RecordKeys(format);
    this.header = headerOfText(output.summary.spec.header, 'the summary');
  }

  async lookIn(number: number, keys: readonly RecordKey[]): Promise<readonly (PartRecord | null)[]> {
    const part = this.files.byPart[number];
    if (part === undefined) return keys.map(() => null);
    const isScanned = !codecOf(part).isSplittable || keys.length * SEARCH_BYTES > part.sizeBytes;
    return isScanned ? this.scan(part, keys) : this.search(number, part, keys);
  }

  private async search(number: number, part: InputFile, keys: readonly RecordKey[]) {
    const { format, header, files } = this;
    const start = format.partStart(header);
    const searched = {
      sizeBytes: part.sizeBytes,
      firstRecord: start === null ? 0 : start.length,
      range: partHashes(number, files.byPart.length),
      read: (from: number, end: number) => placeOf(part.path).read(part, { start: from, end }),
    };
    const found: (PartRecord | null)[] = [];
    for (const key of keys) {
      const result = await searchPart(searched, key, format, this.keys);
      if (result.kind === 'unsure') {
        if (format.guessesStarts) return this.scan(part, keys);
        throw damagedPart(part, result.offset, 'no records in canonical order follow');
      }
      found.push(result.kind === 'found' ? { part, isDeleted: files.areDeletes, ...result.record } : null);
    }
    return found;
  }

  /** Reads the whole part. */
  private async scan(part: InputFile, keys: readonly RecordKey[]): Promise<(PartRecord | null)[]> {
    const { format, header, files } = this;
    const isDeleted = files.areDeletes;
    const arenaBytes = soughtTableBytes(keys);
    const kernel = loneKernel(format.kernel, arenaBytes);
    kernel.startSeek(keys);
    const found: (PartRecord | null)[] = keys.map(() => null);
    await feedPart(kernel, part, format, header, {
      onBad: (bad) => {
        if (bad.reason !== 'sought') throw damagedPart(part, bad.offset, format.describe(bad));
        found[bad.sought as number] = { part, isDeleted, offset: bad.offset, line: Buffer.from(bad.line) };
      },
    });
    return found;
  }
}
