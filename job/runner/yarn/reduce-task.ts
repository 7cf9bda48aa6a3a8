/** A reduce task: hands the frames of the shuffle to the slots that write its parts. */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Callable } from '../local/thread';
import type { ReduceToken, YarnJob } from './contract';
import { type Frame, readFrames, readValue } from './frames';
import { placeOf, shareOf } from './part-shares';
import type { FrameCall, SlotCall } from './reduce-worker';
import { decodeKey, reduceOf, type ShuffleKey } from './shuffle-key';
import type { Container } from './task';

/** The bytes of frames that wait for one slot. Two blocks: one is taken while the other one is read. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/** Writes the parts of reduce task `reduce`, and rejects of splits, in some slots. Returns the tokens of the parts. */
export async function reduceTask(job: YarnJob, reduce: number, container: Container): Promise<ReduceToken[]> {
  const { attempt, temp } = container;
  const { first, end } = shareOf(reduce, job);
  const parts = Array.from({ length: end - first }, (_, i) => first + i);
  const count = Math.min(job.slots, parts.length);
  const memory = container.memoryFor(job, count);
  const slots = container.startWorkers(count).map((worker) => new Slot(worker));
  const slotOf = (part: number) => placeOf(part, job).slot;
  try {
    for (const [worker, slot] of slots.entries()) slot.start({ job, attempt, memory, worker, temp });
    let last: Buffer = Buffer.alloc(0);
    for await (const frame of readFrames(container.read)) {
      checkKey(frame.key, last, reduce, job.reduces);
      const key = decodeKey(frame.key);
      if (key.part < first || key.part >= end) {
        throw new Failure(EXIT.software, `a frame of part ${key.part} came to reduce task ${reduce} of ${job.reduces}`);
      }
      await (slots[slotOf(key.part)] as Slot).take(key, frame);
      last = frame.key;
    }
    const partsOf = (slot: number) => parts.filter((part) => slotOf(part) === slot);
    const tokens = await Promise.all(slots.map((slot, i) => slot.end(partsOf(i))));
    return tokens.flat();
  } finally {
    await Promise.all(slots.map((slot) => slot.stop()));
  }
}

/** One slot, as the main thread sees it: it is handed frames ahead, but not too many. */
class Slot {
  private readonly waiting: { readonly bytes: number; readonly taken: Promise<void> }[] = [];
  private waitingBytes = 0;

  constructor(private readonly worker: Callable) {}

  start(call: SlotCall): void {
    this.wait(0, this.worker.ask('start-slot', call));
  }

  async take(key: ShuffleKey, frame: Frame): Promise<void> {
    while (this.waitingBytes > 0 && this.waitingBytes + frame.valueBytes > MOST_WAITING_BYTES) await this.untilTaken();
    const value = await readValue(frame);
    const call: FrameCall = { key, value };
    this.wait(value.length, this.worker.ask('take-frame', call, [value.buffer as ArrayBuffer]));
  }

  /** Returns the tokens of the slot's parts. */
  async end(parts: readonly number[]): Promise<readonly ReduceToken[]> {
    while (this.waiting.length > 0) await this.untilTaken();
    return this.worker.ask('end-slot', parts);
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  private wait(bytes: number, taken: Promise<void>): void {
    // a failure is thrown where the frame is waited for, which may be later
    taken.catch(() => {});
    this.waiting.push({ bytes, taken });
    this.waitingBytes += bytes;
  }

  private async untilTaken(): Promise<void> {
    const first = this.waiting.shift();
    if (first === undefined) return;
    await first.taken;
    this.waitingBytes -= first.bytes;
  }
}

/** Throws with exit code 70 where Hadoop's partitioner or sort does not work as the keys of the shuffle need it. */
function checkKey(key: Buffer, last: Buffer, reduce: number, reduces: number): void {
  const meant = reduceOf(key, reduces);
  if (meant !== reduce) {
    throw new Failure(EXIT.software, `a frame of reduce task ${meant} of ${reduces} came to task ${reduce}`);
  }
  if (Buffer.compare(last, key) > 0) {
    throw new Failure(EXIT.software, `frames are not sorted: ${last.toString('hex')} before ${key.toString('hex')}`);
  }
}
