/** The records of one key in the inputs, and what became of each. Pure. */

/** A good record. */
export interface Candidate {
  readonly file: string;
  readonly offset: number;
  /** The record as it would be in the output. */
  readonly line: Buffer;
  /** The order bytes of each order column: of two values the later one has the greater bytes. */
  readonly orders: readonly Uint8Array[];
}

export interface RejectedRecord {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
  /** What is wrong, in words. */
  readonly detail: string;
  readonly line: Buffer;
}

export interface Place {
  readonly file: string;
  readonly offset: number;
}

/**
 * What became of a good record. `kept`: it is in the output. `deleted`: it is a delete and the latest record of its key, so
 * that the output has no record of the key. `superseded`: another record is later: by an order column, by
 * its line (`line`), or it is the same record once more (`same`). `forgotten`: it is a delete and the latest record of its
 * key, and too old to be kept. `not-in-output`: it is the latest record of its key, but the output does not have it: the
 * inputs are not those of the output, or have changed since.
 */
export type Fate =
  | { readonly kind: 'kept' | 'deleted' | 'forgotten' | 'not-in-output' }
  | { readonly kind: 'superseded'; readonly by: Place; readonly decidedBy: Decision };
/** The number of the order column in which both differ first, or what decides where all are equal. */
export type Decision = number | 'line' | 'same';

export interface ToldRecord extends Candidate {
  readonly fate: Fate;
}

export interface ToldHistory {
  /** The oldest one first. */
  readonly records: readonly ToldRecord[];
  /** How many older records were superseded too, and are not told. */
  readonly older: number;
  /** The first bad records whose key could be read. */
  readonly rejected: readonly RejectedRecord[];
  readonly moreRejected: number;
}

export interface HistoryLimits {
  readonly records: number;
  /** The most bytes of lines that are stored; the latest record is stored always. */
  readonly bytes: number;
}

/** Collects the records of a key, of which it stores the latest ones. */
export class History {
  private candidates: Candidate[] = [];
  private readonly rejected: RejectedRecord[] = [];
  private bytes = 0;
  private older = 0;
  private moreRejected = 0;

  constructor(private readonly limits: HistoryLimits) {}

  add(candidate: Candidate): void {
    this.candidates.push(candidate);
    this.bytes += candidate.line.length;
    // half of what is stored is dropped at a time, so that sorting costs little
    if (this.candidates.length > 2 * this.limits.records || this.bytes > 2 * this.limits.bytes) this.dropOldest();
  }

  reject(record: RejectedRecord): void {
    if (this.rejected.length < this.limits.records) this.rejected.push(record);
    else this.moreRejected++;
  }

  /**
   * `inOutput` is the record of the output, or its delete; null where it has neither. `isForgotten` tells of which records
   * the output keeps nothing.
   */
  told(inOutput: InOutput | null, isForgotten: (candidate: Candidate) => boolean): ToldHistory {
    this.dropOldest();
    const { candidates, older, rejected, moreRejected } = this;
    return { records: withFates(candidates, inOutput, isForgotten), older, rejected, moreRejected };
  }

  private dropOldest(): void {
    const latestFirst = this.candidates.sort((a, b) => compareAge(b, a));
    const kept: Candidate[] = [];
    let bytes = 0;
    for (const candidate of latestFirst) {
      bytes += candidate.line.length;
      if (kept.length > 0 && (kept.length === this.limits.records || bytes > this.limits.bytes)) break;
      kept.push(candidate);
    }
    this.older += this.candidates.length - kept.length;
    this.candidates = kept.reverse();
    this.bytes = kept.reduce((sum, { line }) => sum + line.length, 0);
  }
}

/** A record of the output, which may be a delete. */
export interface InOutput extends Candidate {
  readonly isDeleted: boolean;
}

/** Compares two records of one key: a positive number where `a` is later. Equal records are in the order of the inputs. */
function compareAge(a: Candidate, b: Candidate): number {
  const decision = decisionBetween(a, b);
  if (decision === 'same') return a.file === b.file ? a.offset - b.offset : a.file < b.file ? -1 : 1;
  if (decision === 'line') return Buffer.compare(a.line, b.line);
  return Buffer.compare(a.orders[decision] as Uint8Array, b.orders[decision] as Uint8Array);
}

function decisionBetween(a: Candidate, b: Candidate): Decision {
  const column = a.orders.findIndex((order, i) => Buffer.compare(order, b.orders[i] as Uint8Array) !== 0);
  if (column >= 0) return column;
  return a.line.equals(b.line) ? 'same' : 'line';
}

/** `candidates` are sorted, the oldest one first. */
function withFates(
  candidates: readonly Candidate[],
  inOutput: InOutput | null,
  isForgotten: (candidate: Candidate) => boolean,
): ToldRecord[] {
  const latest = candidates.at(-1);
  if (latest === undefined) return [];
  const isKept = inOutput !== null && latest.line.equals(inOutput.line);
  const isOutputLater = !isKept && inOutput !== null && compareAge(inOutput, latest) > 0;
  const winner = isOutputLater ? inOutput : latest;
  const kind = isKept ? keptKind(inOutput) : inOutput === null && isForgotten(latest) ? 'forgotten' : 'not-in-output';
  return candidates.map((candidate) => {
    if (candidate === winner) return { ...candidate, fate: { kind } };
    const { file, offset } = winner;
    const decidedBy = decisionBetween(candidate, winner);
    return { ...candidate, fate: { kind: 'superseded', by: { file, offset }, decidedBy } };
  });
}

function keptKind({ isDeleted }: InOutput): 'kept' | 'deleted' {
  return isDeleted ? 'deleted' : 'kept';
}
