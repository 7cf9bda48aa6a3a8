/** The mapping of a split, whatever carries what comes of it: segments to records, bad ones apart. */

import { codecOf } from '../codec/codecs';
import type { BadRecord, Header } from '../format/format';
import { Checksum, type SegmentChecksum } from '../input/checksum';
import { feed } from '../input/feed';
import { refuseUnsaidHeader } from '../input/header';
import { unpacked } from '../input/open-input';
import { extentOf, type FileSegment, filesAtATime, OpenedAhead } from '../input/opened-ahead';
import { refuseForeign } from '../input/refuse-foreign';
import type { BadRecords } from '../options/options';
import type { Spec } from '../options/spec';
import { rejectExample, rejectLine } from '../output/reject';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { shownOf } from '../shared/shown-bytes';
import type { InputFile } from '../store/place';
import type { Oddity, OddityKind, RejectExample, RejectReason } from '../summary/summary';
import type { Keeper } from './keeper';

export interface MapRules {
  readonly spec: Spec;
  readonly header: Header | null;
  readonly badRecords: BadRecords;
}

export interface MapHooks {
  /** A line for the file of rejects, in `keep` mode. */
  onReject(line: Buffer): void | Promise<void>;
  /** Read since the last call: bytes as they are stored, and lines. May throw, and so end the reading. */
  onRead(bytes: number, lines: number): void;
}

export interface MapCounts {
  readonly lines: number;
  readonly blank: number;
  readonly headers: number;
  readonly rejected: Readonly<Record<RejectReason, number>>;
  readonly examples: readonly RejectExample[];
  readonly sawQuotes: boolean;
  /** One of each kind at the most. */
  readonly oddities: readonly Oddity[];
  /** Of the segments of the former output that a run merges with. */
  readonly checksums: readonly SegmentChecksum[];
}

/** First rejects that are shown. Of all mappers' the first ones are the run's. */
export const EXAMPLES = 10;

/** Ends the reading in `fail` mode. */
export class BadRecordFound extends Error {
  constructor(readonly example: RejectExample) {
    super(`a bad record in '${example.file}' at byte ${example.offset}`);
    this.name = 'BadRecordFound';
  }
}

export class Mapper {
  private readonly rejected: Record<RejectReason, number> = { columns: 0, order: 0, 'order-range': 0, length: 0 };
  private readonly examples: RejectExample[] = [];
  private readonly checksums: SegmentChecksum[] = [];
  private readonly firstOddities = new Map<OddityKind, Oddity>();
  private headers = 0;
  private tooLong = 0;

  /** @param workers of the process, this one among them */
  constructor(
    private readonly keeper: Keeper,
    private readonly rules: MapRules,
    private readonly workers: number,
  ) {}

  /** Maps segments, one after the other. */
  async map(segments: readonly FileSegment[], hooks: MapHooks): Promise<void> {
    const opened = new OpenedAhead(segments, filesAtATime(this.workers));
    try {
      for (const segment of segments) await this.mapSegment(segment, opened, hooks);
    } finally {
      opened.close();
    }
  }

  /** Of all that was mapped; to be asked for before spills are read back. */
  get counts(): MapCounts {
    const { kernel } = this.keeper;
    const { lines, blank, headers } = kernel.counts;
    return {
      lines: lines + this.headers + this.tooLong,
      blank,
      headers: headers + this.headers,
      rejected: this.rejected,
      examples: this.examples,
      sawQuotes: kernel.sawQuotes,
      oddities: [...this.firstOddities.values()].map((first) => ({
        ...first,
        count: kernel.oddities[first.kind].count,
      })),
      checksums: this.checksums,
    };
  }

  private async mapSegment(segment: FileSegment, opened: OpenedAhead, hooks: MapHooks): Promise<void> {
    const { file, start } = segment;
    const { kernel } = this.keeper;
    const checksum = file.own ? new Checksum(file.path, start, segment.end, extentOf(segment).start) : null;
    const source = unpacked(file, opened.take(segment), checksum ? (bytes) => checksum.add(bytes) : undefined);
    const end = codecOf(file).isSplittable ? segment.end : Number.POSITIVE_INFINITY;
    const extent = {
      format: this.keeper.format,
      start,
      end,
      header: this.rules.header,
      writer: file.own ? ('former-run' as const) : ('user' as const),
    };
    let storedBytes = 0;
    let lines = kernel.lines;
    try {
      const counts = await feed(kernel, source, file.path, extent, {
        onStart: (bytes) => this.lookAtStart(file, bytes),
        makeRoom: () => this.keeper.makeRoom(),
        onBad: (bad) => this.takeBad(file, bad, hooks),
        onOddity: (kind, offset, line) => this.takeOddity(file.path, kind, offset, line),
        onBytes: () => {
          hooks.onRead(source.storedBytes - storedBytes, kernel.lines - lines);
          storedBytes = source.storedBytes;
          lines = kernel.lines;
        },
        breathe: () => this.keeper.breathe(),
      });
      this.headers += counts.headers;
      this.tooLong += counts.tooLong;
      if (checksum) this.checksums.push(checksum.result);
    } finally {
      source.close();
    }
  }

  private lookAtStart(file: InputFile, bytes: Uint8Array): void {
    const { spec, header } = this.rules;
    refuseForeign(file, bytes, this.keeper.format);
    if (header === null && spec.orderType === 'text') refuseUnsaidHeader(file, bytes, spec.columns, this.keeper.format);
  }

  private takeOddity(file: string, kind: OddityKind, offset: number, line: Uint8Array): void {
    // files come in order
    if (!this.firstOddities.has(kind))
      this.firstOddities.set(kind, { kind, count: 1, file, offset, line: shownOf(line) });
  }

  private takeBad({ path: file, own }: InputFile, bad: BadRecord, hooks: MapHooks): void | Promise<void> {
    const { badRecords } = this.rules;
    if (own) throw damaged(rejectExample(file, bad, this.keeper.format));
    if (badRecords === 'fail') throw new BadRecordFound(rejectExample(file, bad, this.keeper.format));
    this.rejected[bad.reason as RejectReason]++;
    if (this.examples.length < EXAMPLES) this.examples.push(rejectExample(file, bad, this.keeper.format));
    if (badRecords === 'keep') return hooks.onReject(rejectLine(file, bad));
  }
}

/** Whatever is done with bad records: this kit wrote none. */
function damaged({ file, offset, detail }: RejectExample): Failure {
  return new Failure(
    EXIT.badData,
    `cannot merge with '${file}', which is damaged at byte ${offset}: ${detail}; bring back what it was, or run again ` +
      'without --merge on all inputs',
  );
}
