import type { InProcess } from './in-process';
import { maskedKernel } from './kernels';

const KiB = 1024;

/** The ways in which keys are compared with each other, each with the words that follow "keys". */
export const WAYS_TO_COMPARE: readonly (readonly [title: string, how: InProcess])[] = [
  ['in much memory', {}],
  ['in memory that has to be compacted and spilled', { arenaBytes: 24 * KiB, workers: 2 }],
  ['that share 8 bits of their hash', { module: maskedKernel(8), workers: 2 }],
  ['that share their hash', { module: maskedKernel(0) }],
  ['that share their hash, in little memory', { module: maskedKernel(0), arenaBytes: 64 * KiB }],
  ['of which some are an output', { own: 'first' }],
];
