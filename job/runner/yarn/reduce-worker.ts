/** A slot of a reduce task: a worker that writes one part from the frames that it is handed. */

import type { ByteSource } from '../../codec/stream/byte-source';
import { openOutput } from '../../place/open-output';
import type { Steps } from '../local/messages';
import type { SpillFolder } from '../spill';
import type { YarnJob } from './contract';
import { type Reduction, startReduction } from './reduce-task';
import { Reporter } from './reporter';
import type { ShuffleKey } from './shuffle-key';
import { kernelOf, type TaskMemory } from './task';

export interface PartCall {
  readonly job: YarnJob;
  readonly partition: number;
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
  let reduction: Reduction | null = null;
  const started = () => {
    if (reduction === null) throw new Error('a slot of a reduce task was called before it had a part');
    return reduction;
  };
  return {
    'start-part': async ({ job, partition, attempt, memory, worker, temp }: PartCall) => {
      const reporter = new Reporter(print, () => performance.now());
      const slot = { attempt, kernel: kernelOf(job, memory, worker), temp, reporter };
      reduction = await startReduction(job, partition, openOutput(job.output), slot);
    },
    'take-frame': ({ key, value }: FrameCall) =>
      started().take(key, { value: sourceOf(value), valueBytes: value.length }),
    'end-part': () => started().end(),
  };
}

function sourceOf(bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    read(target) {
      const piece = bytes.subarray(at, at + target.length);
      target.set(piece);
      at += piece.length;
      return piece.length;
    },
    get storedBytes() {
      return at;
    },
    close() {},
  };
}
