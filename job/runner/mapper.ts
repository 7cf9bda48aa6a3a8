/** Maps segments of files: their records go to a keeper, their bad records are counted, kept, or end the reading. */

import type { BadRecord, Format, Header } from '../format/format';
import { formatOf } from '../format/formats';
import { Checksum, type SegmentChecksum } from '../input/checksum';
import type { Extent } from '../input/extent';
import { feed } from '../input/feed';
import { type FoundHeader, fieldsOfOther, specOfFile } from '../input/file-columns';
import { refuseUnsaidHeader } from '../input/header';
import { type TextHooks, textOf } from '../input/open-input';
import { extentOf, type FileSegment, filesAtATime, OpenedAhead } from '../input/opened-ahead';
import { refuseForeign } from '../input/refuse-foreign';
import type { FileFields } from '../kernel/record-format';
import type { BadRecords } from '../options/options';
import { firstOrder, ownSpec, type Spec } from '../options/spec';
import { rejectExample, rejectLine } from '../output/reject';
import { shownOf } from '../shared/shown-bytes';
import type { InputFile } from '../store/place';
import { noRejects, type Oddity, type OddityKind, type RejectExample, type RejectReason } from '../summary/summary';
import { isWholeFile, type SegmentRecords } from './chain';
import type { Keeper } from './keeper';
import { BadRecordFound } from './map-finding';
import { type MapHooks, type MapSink, SegmentHooks } from './segment-hooks';

export interface MapRules {
  readonly spec: Spec;
  readonly header: Header | null;
  readonly badRecords: BadRecords;
}

export interface MapCounts {
  readonly lines: number;
  readonly blank: number;
  readonly headers: number;
  readonly comments: number;
  /** Lines at the start of files, which were skipped as asked. */
  readonly skipped: number;
  readonly rejected: Readonly<Record<RejectReason, number>>;
  readonly examples: readonly RejectExample[];
  readonly sawQuotes: boolean;
  /** The number of files in UTF-16, which were read as UTF-8. */
  readonly utf16Files: number;
  /** The number of files whose fields are not the columns one by one. */
  readonly rearrangedFiles: number;
  /** At most one of each kind. */
  readonly oddities: readonly Oddity[];
  /** The checksums of the segments that belong to the former output, in a merge. */
  readonly checksums: readonly SegmentChecksum[];
  /** The places of the records in segments that are not whole files. */
  readonly segments: readonly SegmentRecords[];
}

/**
 * The most bad records that are shown. Each mapper keeps its first ones, so that the first ones of the run are among them.
 */
export const MOST_REJECT_EXAMPLES = 10;

export class Mapper implements MapSink {
  private readonly rejected: Record<RejectReason, number> = noRejects();
  private readonly examples: RejectExample[] = [];
  private readonly checksums: SegmentChecksum[] = [];
  private readonly segments: SegmentRecords[] = [];
  /** The format of files that this kit wrote. */
  private readonly ownFormat: Format;
  private readonly firstOddities = new Map<OddityKind, Oddity>();
  private headers = 0;
  private skipped = 0;
  private comments = 0;
  private overlong = 0;
  private utf16Files = 0;
  private rearrangedFiles = 0;
  /** The format of the file that is read, by which its bad records are described. */
  private format: Format;
  private fields: FileFields | null = null;

  /** Whether a header that the user has not told of would be a good record. */
  private readonly mayTakeHeader: boolean;
  private readonly hooksOfUsers: TextHooks = {
    onUtf16: () => {
      this.utf16Files++;
    },
  };

  /** @param workers the number of workers in this process */
  constructor(
    private readonly keeper: Keeper,
    private readonly rules: MapRules,
    private readonly workers: number,
  ) {
    this.ownFormat = formatOf(ownSpec(rules.spec));
    this.format = keeper.format;
    this.mayTakeHeader = rules.header === null && firstOrder(rules.spec).type === 'text';
  }

  /** Maps segments, one after the other. */
  async map(segments: readonly FileSegment[], hooks: MapHooks): Promise<void> {
    const opened = new OpenedAhead(segments, filesAtATime(this.workers));
    try {
      for (const segment of segments) await this.mapSegment(segment, opened, hooks);
    } finally {
      opened.close();
    }
  }

  /** The counts of all that was mapped. Ask for them before spills are read back, which the kernel counts again. */
  get counts(): MapCounts {
    const { kernel } = this.keeper;
    const { lines, blank, headers, comments } = kernel.counts;
    return {
      lines: lines + this.headers + this.comments + this.skipped + this.overlong,
      blank,
      headers: headers + this.headers,
      comments: comments + this.comments,
      skipped: this.skipped,
      rejected: this.rejected,
      examples: this.examples,
      sawQuotes: kernel.sawQuotes,
      utf16Files: this.utf16Files,
      rearrangedFiles: this.rearrangedFiles,
      oddities: [...this.firstOddities.values()].map((first) => ({
        ...first,
        count: kernel.oddities[first.kind].count,
      })),
      checksums: this.checksums,
      segments: this.segments,
    };
  }

  private async mapSegment(segment: FileSegment, opened: OpenedAhead, hooks: MapHooks): Promise<void> {
    const { file, start } = segment;
    const { spec, header } = this.rules;
    const checksum = file.own ? new Checksum(file.path, start, segment.end, extentOf(segment).start) : null;
    const source = textOf(file, opened.take(segment), start, spec.reading, this.textHooks(checksum));
    const format = file.own ? this.ownFormat : this.keeper.format;
    const extent: Extent = {
      format,
      columns: fieldsIn(file, format),
      start,
      // unpacked or in UTF-8, a file may have more bytes than it has now
      end: isWholeFile(segment) ? Number.POSITIVE_INFINITY : segment.end,
      header,
      head: file.start === undefined ? null : file.start,
      reading: spec.reading,
      writer: file.own ? 'former-run' : 'user',
    };
    const segmentHooks = new SegmentHooks(this, this.keeper, segment, source, hooks);
    let end: number | null = null;
    try {
      const fed = await feed(this.keeper.kernel, source, file.path, extent, segmentHooks);
      end = fed.end;
      this.headers += fed.headers;
      this.skipped += fed.skipped;
      this.comments += fed.comments;
      this.overlong += fed.overlong;
      if (checksum) this.checksums.push(checksum.result);
    } finally {
      if (!isWholeFile(segment)) this.segments.push({ file: file.path, start, first: segmentHooks.first, end });
      source.close();
    }
  }

  private textHooks(checksum: Checksum | null): TextHooks {
    if (checksum === null) return this.hooksOfUsers;
    return { onStored: (bytes) => checksum.add(bytes) };
  }

  fieldsOf(found: FoundHeader): FileFields | null {
    const { spec, header } = this.rules;
    return header && fieldsOfOther(found, header, spec, this.keeper.format);
  }

  takeFields(fields: FileFields | null, isFront: boolean): void {
    this.fields = fields;
    this.format = fields === null ? this.keeper.format : formatOf(specOfFile(this.rules.spec, fields));
    if (fields !== null && isFront) this.rearrangedFiles++;
  }

  lookAtStart(file: InputFile, bytes: Uint8Array): void {
    refuseForeign(file, bytes, this.keeper.format);
    if (this.mayTakeHeader) refuseUnsaidHeader(file, bytes, this.rules.spec, this.keeper.format);
  }

  /** Keeps the first oddity of each kind. */
  takeOddity(file: string, kind: OddityKind, offset: number, line: Uint8Array): void {
    // files are read in order, so the first oddity that is met is the first one by file and offset
    if (!this.firstOddities.has(kind))
      this.firstOddities.set(kind, { kind, count: 1, file, offset, line: shownOf(line) });
  }

  takeBad({ file: { path: file, own }, start }: FileSegment, bad: BadRecord, hooks: MapHooks) {
    const { badRecords } = this.rules;
    const { format, fields } = this;
    if (bad.sought !== undefined && bad.sought >= 0) hooks.onSought?.({ file, bad, format, fields });
    if (bad.reason === 'sought') return undefined;
    if (own || badRecords === 'fail') {
      const isGuessed = format.guessesStarts && start > 0;
      throw new BadRecordFound({ example: rejectExample(file, bad, format), start, isGuessed, isOwn: own });
    }
    this.rejected[bad.reason as RejectReason]++;
    if (this.examples.length < MOST_REJECT_EXAMPLES) this.examples.push(rejectExample(file, bad, format));
    if (badRecords === 'keep') return hooks.onReject(rejectLine(file, bad));
  }
}

/** The number of fields in a record of a file whose start is known; that of another file is told by its header. */
function fieldsIn({ own, start }: InputFile, format: Format): number {
  const fields = own || start === undefined ? null : start.fields;
  return fields === null ? format.kernel.columns : fields.count;
}
