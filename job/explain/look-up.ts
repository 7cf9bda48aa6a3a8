/** Finds the records of keys in the parts of an output. */

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
import type { InputFile } from '../store/place';
import { type FoundRecord, searchPart } from './part-search';

/** A record of an output, and the part that has it. */
export interface PartRecord extends FoundRecord {
  readonly part: InputFile;
}

/** About the bytes that a search reads. A part with more keys than that many bytes have room for is scanned. */
const SEARCH_BYTES = 32 * 1024;
const PARTS_AT_A_TIME = 8;

/** The records of these keys, null for a key that the output does not have. Throws with exit code 65 for a damaged part. */
export async function lookUp(
  output: WholeOutput,
  format: Format,
  keys: readonly RecordKey[],
): Promise<readonly (PartRecord | null)[]> {
  const found: (PartRecord | null)[] = keys.map(() => null);
  const { parts } = output;
  const byPart = new Map<number, number[]>();
  keys.forEach(({ hash }, i) => {
    const part = partOf(hash, parts.length);
    const others = byPart.get(part);
    if (others === undefined) byPart.set(part, [i]);
    else others.push(i);
  });
  if (parts.length === 0) return found;
  const lookers = new PartLooker(output, format);
  await inFlight(PARTS_AT_A_TIME, [...byPart], async ([part, numbers]) => {
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
    private readonly output: WholeOutput,
    private readonly format: Format,
  ) {
    this.keys = new RecordKeys(format);
    this.header = headerOfText(output.summary.spec.header, 'the summary');
  }

  async lookIn(number: number, keys: readonly RecordKey[]): Promise<readonly (PartRecord | null)[]> {
    const part = this.output.parts[number] as InputFile;
    const isScanned = !codecOf(part).isSplittable || keys.length * SEARCH_BYTES > part.sizeBytes;
    return isScanned ? this.scan(part, keys) : this.search(number, part, keys);
  }

  private async search(number: number, part: InputFile, keys: readonly RecordKey[]) {
    const { format, header, output } = this;
    const start = format.partStart(header);
    const searched = {
      sizeBytes: part.sizeBytes,
      firstRecord: start === null ? 0 : start.length,
      range: partHashes(number, output.parts.length),
      read: (from: number, end: number) => placeOf(part.path).read(part, { start: from, end }),
    };
    const found: (PartRecord | null)[] = [];
    for (const key of keys) {
      const result = await searchPart(searched, key, format, this.keys);
      if (result.kind === 'unsure') {
        if (format.guessesStarts) return this.scan(part, keys);
        throw damagedPart(part, result.offset, 'no records in canonical order follow');
      }
      found.push(result.kind === 'found' ? { part, ...result.record } : null);
    }
    return found;
  }

  /** Reads the whole part. */
  private async scan(part: InputFile, keys: readonly RecordKey[]): Promise<(PartRecord | null)[]> {
    const { format, header } = this;
    const arenaBytes = soughtTableBytes(keys);
    const kernel = loneKernel(format.kernel, { arenaBytes, headerBytes: 0, isRearranged: false });
    kernel.startSeek(keys);
    const found: (PartRecord | null)[] = keys.map(() => null);
    await feedPart(kernel, part, format, header, {
      onBad: (bad) => {
        if (bad.reason !== 'sought') throw damagedPart(part, bad.offset, format.describe(bad));
        found[bad.sought as number] = { part, offset: bad.offset, line: Buffer.from(bad.line) };
      },
    });
    return found;
  }
}
