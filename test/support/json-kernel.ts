/** Lines of JSON as the kernel reads them. */

import { formatOf } from '../../job/format/formats';
import type { KernelReason, ScanStatus, Writer } from '../../job/kernel/answers';
import { ALL_HASHES } from '../../job/kernel/hash-range';
import { Kernel } from '../../job/kernel/kernel';
import { type Layout, planLayout } from '../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../job/kernel/module';
import { NO_FILES_NEEDS, needsOf, type RecordFormat } from '../../job/kernel/record-format';
import { type RecordOptions, resolveSpec } from './record-options';

const MEMORY_BYTES = 24 * 1024 * 1024;
/** What lies behind the bytes that a scan is given. The kernel must not heed it. */
const NOISE = Buffer.from('"}]0\\\n');

export type Line = string | Buffer;

let compiled: WebAssembly.Module | undefined;

export function jsonFormat(options: Partial<RecordOptions>): RecordFormat {
  return formatOf(resolveSpec({ format: 'json', ...options })).kernel;
}

export class JsonKernel {
  readonly kernel: Kernel;
  readonly layout: Layout;
  /** How many bytes the buffer holds. */
  readonly mostBytes: number;

  constructor(options: Partial<RecordOptions> = {}, writer: Writer = 'user') {
    compiled ??= compileKernel();
    const format = jsonFormat(options);
    this.layout = planLayout(MEMORY_BYTES, 1, needsOf(format, NO_FILES_NEEDS));
    this.kernel = new Kernel(compiled, reserveMemory(this.layout), this.layout, 0, format);
    this.kernel.reset(0);
    this.kernel.limitArena(MEMORY_BYTES);
    this.kernel.expect(writer, null);
    this.mostBytes = this.kernel.layout.readBytes;
  }

  /** The reason for which each line is bad; null for a good or a blank one. `shift` moves the lines in the buffer. */
  judge(lines: readonly Line[], shift = 0): (KernelReason | null)[] {
    const reasons: (KernelReason | null)[] = [];
    for (const batch of batches(lines.map(bytesOf), this.mostBytes - shift)) reasons.push(...this.scan(batch, shift));
    return reasons;
  }

  judgeOne(line: Line): KernelReason | null {
    return this.judge([line])[0] as KernelReason | null;
  }

  /** Whether the keys of two lines are equal, as a check of the canonical order has it. */
  haveSameKey(a: Line, b: Line): boolean {
    this.kernel.startCheck().expect(ALL_HASHES, false);
    const [first, second] = this.judge([a, b]);
    if (first !== null || !['duplicate', 'sequence', null].includes(second as string | null)) {
      throw new Error(`${a} is bad (${first}), or ${b} is (${second})`);
    }
    return second === 'duplicate';
  }

  /** Whether a line has this key, of which the hash tells. */
  hasKey(line: Line, key: Uint8Array): boolean {
    const hash = this.kernel.hash(key);
    this.kernel.startCheck().expect({ first: hash, last: hash }, false);
    const [reason] = this.judge([line]);
    if (reason !== null && reason !== 'partition') throw new Error(`${line} is bad: ${reason}`);
    return reason === null;
  }

  private scan(lines: readonly Buffer[], shift: number): (KernelReason | null)[] {
    const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    const numbers = new Map<number, number>();
    let end = 0;
    lines.forEach((line, i) => {
      numbers.set(end, i);
      end += line.length + 1;
    });
    const reasons: (KernelReason | null)[] = lines.map(() => null);
    for (const { at, reason } of this.scanBytes(bytes, shift).bad) reasons[numbers.get(at) as number] = reason;
    return reasons;
  }

  /** Scans bytes to the end, also where the room for bad lines or records runs out. `end` counts the bytes consumed. */
  scanBytes(
    bytes: Uint8Array,
    shift = 0,
  ): { end: number; bad: { at: number; bytes: number; reason: KernelReason }[]; statuses: ScanStatus[] } {
    const { kernel } = this;
    const start = kernel.layout.read + shift;
    const to = start + bytes.length;
    kernel.bytes.set(bytes, start);
    kernel.bytes.set(NOISE, to);
    const bad: { at: number; bytes: number; reason: KernelReason }[] = [];
    const statuses: ScanStatus[] = [];
    let at = start;
    do {
      at = kernel.scan(at, to);
      statuses.push(kernel.scanStatus);
      for (const line of kernel.badLines()) bad.push({ ...line, at: line.at - start });
      if (kernel.scanStatus === 'no-room') kernel.reset(0);
    } while (kernel.scanStatus !== 'all-read');
    return { end: at - start, bad, statuses };
  }
}

function bytesOf(line: Line): Buffer {
  return typeof line === 'string' ? Buffer.from(line) : line;
}

/** Divides lines so that those of a batch, with their newlines, have at most so many bytes. */
function* batches(lines: readonly Buffer[], mostBytes: number): Generator<Buffer[]> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (bytes + line.length + 1 > mostBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += line.length + 1;
  }
  yield batch;
}
