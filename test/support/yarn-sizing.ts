/** A sizing of a job on YARN, and input files that exist only by their sizes. */

import type { Sizing } from '../../job/options/yarn';
import type { InputFile } from '../../job/store/place';
import { withCodec } from './with-codec';

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

/** The sizing that a test changes where it needs another one. */
export const SIZING: Sizing = {
  parallelism: 16,
  slots: 4,
  parts: null,
  splitBytes: GiB,
  slotBytes: 2560 * MiB,
  masterBytes: 1024 * MiB,
};

export const fileOf = (path: string, sizeBytes: number): InputFile =>
  withCodec({ path, sizeBytes, version: 'v', own: false });
export const filesOf = (sizes: readonly number[]): InputFile[] => sizes.map((size, i) => fileOf(`in/${i}`, size));
