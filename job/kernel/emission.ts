import type { Piece } from './answers';
import type { Exports } from './exports';
import type { WorkerLayout } from './layout';

/** The lines of a kernel's kept records, piece by piece. The pieces lie in the buffer for output, one after the other. */
export class Emission {
  constructor(
    private readonly kernel: Exports,
    private readonly memory: Uint8Array,
    private readonly layout: WorkerLayout,
  ) {}

  /** Lines up to the hash `last` for another worker, which needs the marks; or for good, where no record can be a delete. */
  all(pieceBytes: number, last: bigint, isMarked: boolean): Generator<Piece> {
    const { kernel, layout } = this;
    return this.pieces(pieceBytes, false, (bytes) => kernel.emit(layout.out, bytes, last, Number(isMarked)));
  }

  /** Lines up to the hash `last` for good: those that are no deletes, then deletes. */
  *divided(pieceBytes: number, last: bigint): Generator<Piece> {
    const { kernel, layout } = this;
    yield* this.pieces(pieceBytes, false, (bytes) => kernel.emitAlive(layout.out, bytes, last));
    yield* this.pieces(pieceBytes, true, (bytes) => kernel.emitDeletes(layout.out, bytes, last));
  }

  private *pieces(pieceBytes: number, isDeleted: boolean, emit: (bytes: number) => number): Generator<Piece> {
    const { out, outBytes } = this.layout;
    const { emittedBytes, emittedLines, emittedFormer } = this.kernel;
    let isLeft = 1;
    while (isLeft) {
      isLeft = emit(pieceBytes);
      // a line that is longer than a piece needs the whole buffer
      if (isLeft && emittedBytes.value === 0) isLeft = emit(outBytes);
      const bytes = emittedBytes.value;
      if (bytes)
        yield {
          bytes: this.memory.subarray(out, out + bytes),
          lines: emittedLines.value,
          formerLines: emittedFormer.value,
          isDeleted,
        };
      else if (isLeft) throw new RangeError(`a line does not fit the ${outBytes} bytes for output`);
    }
  }
}
