/** A slot of a reduce task: a worker that writes parts, one after the other, from the frames that it is handed. */

import { heldBytes } from '../../codec/stream/held-bytes';
import { openOutput } from '../../place/open-output';
import type { Steps } from '../local/messages';
import type { SpillFolder } from '../spill';
import type { ReduceToken, YarnJob } from './contract';
import type { FrameValue } from './frames';
import { type Reduction, startReduction } from './reduction';
import { Reporter } from './reporter';
import type { ShuffleKey } from './shuffle-key';
import { kernelOf, type TaskMemory } from './task';

export interface SlotCall {
  readonly job: YarnJob;
  readonly attempt: string;
  readonly memory: TaskMemory;
  readonly worker: number;
  readonly temp: SpillFolder;
}

export interface FrameCall {
  readonly key: ShuffleKey;
  readonly value: Uint8Array;
}

/** @param print writes to standard error */
export function reduceSteps(print: (text: string) => void): Steps {
  let slot: ReduceSlot | null = null;
  const started = () => {
    if (slot === null) throw new Error('a slot of a reduce task was called before it had a job');
    return slot;
  };
  return {
    'start-slot': (call: SlotCall) => {
      slot = new ReduceSlot(call, print);
    },
    'take-frame': ({ key, value }: FrameCall) =>
      started().take(key, { value: heldBytes(value), valueBytes: value.length }),
    'end-slot': (parts: readonly number[]) => started().end(parts),
  };
}

/** The parts of a slot. Each begins with its first frame, or at the end where it was sent none. */
class ReduceSlot {
  private readonly reductions = new Map<number, Reduction>();
  private latest: Reduction | null = null;

  constructor(
    private readonly call: SlotCall,
    private readonly print: (text: string) => void,
  ) {}

  async take(key: ShuffleKey, frame: FrameValue): Promise<void> {
    // an opening is empty: it is sent so that each task receives at least one frame
    if (key.kind === 'opening') return;
    const reduction = await this.reductionOf(key.part);
    await reduction.take(key, frame);
  }

  async end(parts: readonly number[]): Promise<readonly ReduceToken[]> {
    const tokens: ReduceToken[] = [];
    for (const part of parts) {
      const reduction = await this.reductionOf(part);
      tokens.push(await reduction.end());
    }
    return tokens;
  }

  private async reductionOf(part: number): Promise<Reduction> {
    const known = this.reductions.get(part);
    if (known !== undefined) return known;
    await this.latest?.endRecords();
    const { job, memory, worker, temp, attempt } = this.call;
    const reporter = new Reporter(this.print, () => performance.now());
    const kernel = kernelOf(job, memory, worker);
    const store = openOutput(job.output);
    this.latest = await startReduction(job, part, { attempt, kernel, temp, reporter, store });
    this.reductions.set(part, this.latest);
    return this.latest;
  }
}
