import { diff } from '../diff/diff';
import { type Change, type ChangeSink, type DiffCounts, NO_CHANGES } from '../diff/merge';
import { wholeOutput } from '../publication/whole-output';
import { AnswerNo } from '../shared/answer';
import { counted, grouped } from '../shared/figures';
import { lineContent } from '../shared/line-content';
import { print, printBytes } from './output';
import { withPublished } from './published';

export interface DiffFlags {
  readonly records: boolean;
  readonly json: boolean;
}

/** `dedup diff`: prints how two outputs differ. Ends with exit code 1 where they do. */
export async function diffCommand(former: string, now: string, { records, json }: DiffFlags): Promise<void> {
  const old = await withPublished(former, wholeOutput);
  const counts = await withPublished(now, async (store) =>
    diff(old, await wholeOutput(store), records ? new PrintedChanges(json) : NO_CHANGES),
  );
  const isEqual = counts.added + counts.changed + counts.removed + counts.deleted === 0;
  // behind records each line is a document
  if (json) print(JSON.stringify({ old: former, new: now, ...counts }, null, records ? 0 : 2));
  else if (!records) print(describe(counts));
  if (!isEqual) throw new AnswerNo();
}

function describe({ added, changed, removed, deleted, unchanged }: DiffCounts): string {
  const gone = `${grouped(removed)} removed${deleted === 0 ? '' : `, ${grouped(deleted)} deleted`}`;
  return `${counted(added, 'key')} added, ${grouped(changed)} changed, ${gone}, ${grouped(unchanged)} unchanged`;
}

/** How many bytes are collected before they are printed. */
const FULL_BYTES = 256 * 1024;
const NEWLINE = Buffer.from('\n');
const MINUS = Buffer.from('-');
const PLUS = Buffer.from('+');

/** Prints changed records, as they are or as JSON. */
class PrintedChanges implements ChangeSink {
  private pieces: Uint8Array[] = [];
  private bytes = 0;

  constructor(private readonly isJson: boolean) {}

  get isFull(): boolean {
    return this.bytes >= FULL_BYTES;
  }

  add(change: Change, former: Uint8Array | null, now: Uint8Array | null): void {
    if (this.isJson) {
      const old = former === null ? {} : lineContent('old', former);
      // a delete is no record of the new output
      const present = now === null ? {} : lineContent(change === 'deleted' ? 'delete' : 'new', now);
      this.put(Buffer.from(`${JSON.stringify({ change, ...old, ...present })}\n`));
      return;
    }
    if (former !== null) this.put(Buffer.concat([MINUS, former, NEWLINE]));
    if (now !== null && change !== 'deleted') this.put(Buffer.concat([PLUS, now, NEWLINE]));
  }

  async flush(): Promise<void> {
    const { pieces } = this;
    this.pieces = [];
    this.bytes = 0;
    // a reader that has seen enough knows that the outputs differ
    if (pieces.length > 0 && !(await printBytes(Buffer.concat(pieces)))) throw new AnswerNo();
  }

  private put(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }
}
