import { diff } from '../diff/diff';
import type { Change, ChangeSink, DiffCounts } from '../diff/merge';
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
  const isEqual = counts.added + counts.changed + counts.removed === 0;
  // behind records each line is a document
  if (json) print(JSON.stringify({ old: former, new: now, ...counts }, null, records ? 0 : 2));
  else if (!records) print(describe(counts));
  if (!isEqual) throw new AnswerNo();
}

function describe({ added, changed, removed, unchanged }: DiffCounts): string {
  return `${counted(added, 'key')} added, ${grouped(changed)} changed, ${grouped(removed)} removed, ${grouped(unchanged)} unchanged`;
}

const NO_CHANGES: ChangeSink = { add: () => {}, isFull: false, flush: async () => {} };

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
      const present = now === null ? {} : lineContent('new', now);
      this.put(Buffer.from(`${JSON.stringify({ change, ...old, ...present })}\n`));
      return;
    }
    if (former !== null) this.put(Buffer.concat([MINUS, former, NEWLINE]));
    if (now !== null) this.put(Buffer.concat([PLUS, now, NEWLINE]));
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
