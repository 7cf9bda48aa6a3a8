/** Writes a part: the start that the format gives it, then lines. The bytes are packed, counted and checksummed. */

import { crc32 as zlibCrc32 } from 'node:zlib';
import type { PackingCodec } from '../codec/codec';
import { PACKING_CODECS } from '../codec/codecs';
import type { Header } from '../format/format';
import { formatOf } from '../format/formats';
import type { Crc32 } from '../kernel/crc32';
import type { Spec } from '../options/spec';
import { deletesName, partName } from '../shared/output-files';
import type { OutputStore, PartSink, StagedPart } from '../store/store';
import type { CompressName, SummaryPart } from '../summary/summary';

/** A part that is written but not visible yet, and its entry in the summary. */
export interface WrittenPart {
  readonly staged: StagedPart;
  readonly part: SummaryPart;
}

/** The settings that all parts of a run share. */
export interface PartPlan {
  readonly run: string;
  readonly spec: Spec;
  readonly header: Header | null;
  readonly compress: CompressName;
}

/** Opens a part and writes the bytes that the format puts before the records, such as the header. */
export function startPart(
  store: OutputStore,
  plan: PartPlan,
  part: number,
  attempt: string,
  crc32: Crc32 = zlibCrc32,
): Promise<PartWriter> {
  return start(store.openPart(plan.run, nameOf(plan, part), attempt), plan, crc32);
}

/** The same for the file with the deletes of a part, which is written as a part is. */
export function startDeletes(store: OutputStore, plan: PartPlan, part: number, attempt: string): Promise<PartWriter> {
  return start(store.openPart(plan.run, deletesName(nameOf(plan, part)), attempt), plan, zlibCrc32);
}

function nameOf({ run, compress }: PartPlan, part: number): string {
  return partName(part, run, PACKING_CODECS[compress].suffix);
}

async function start(sink: PartSink, { spec, header, compress }: PartPlan, crc32: Crc32): Promise<PartWriter> {
  const writer = new PartWriter(sink, PACKING_CODECS[compress], crc32);
  const front = formatOf(spec).partStart(header);
  if (front !== null) await writer.write(front, 0);
  return writer;
}

export class PartWriter {
  private bytes = 0;
  private lines = 0;
  private crc = 0;

  constructor(
    private readonly sink: PartSink,
    private readonly codec: PackingCodec,
    private readonly crc32: Crc32 = zlibCrc32,
  ) {}

  /**
   * Writes whole lines with their endings. The bytes of each call are packed separately, and the file is these packed
   * pieces one behind the other.
   */
  async write(bytes: Uint8Array, lines: number): Promise<void> {
    const stored = this.codec.pack(bytes);
    this.crc = this.crc32(stored, this.crc);
    this.bytes += stored.length;
    this.lines += lines;
    const written = this.sink.write(stored);
    if (written) await written;
  }

  async finish(): Promise<WrittenPart> {
    if (this.codec.needsContent && this.bytes === 0) await this.write(new Uint8Array(0), 0);
    const staged = await this.sink.finish();
    return { staged, part: { name: staged.name, bytes: this.bytes, lines: this.lines, crc32: this.crc } };
  }
}
