/** Counts how often a keeper yields to other work on its thread. */

import os from 'node:os';
import type { ByteSource } from '../../job/codec/stream/byte-source';
import { formatOf } from '../../job/format/formats';
import { uncut } from '../../job/kernel/hash-range';
import { Kernel } from '../../job/kernel/kernel';
import { Keeper } from '../../job/runner/keeper';
import { feedKept } from '../../job/runner/read-back';
import { smallMemory, specOf } from './in-process';
import { MOVIES } from './oracle';

const ARENA_BYTES = 24 * 1024 * 1024;

/** Feeds lines that fit the memory to a keeper, drains it, and counts its yields in both phases. */
export async function countBreaths(
  lines: Buffer,
  module: WebAssembly.Module,
): Promise<{ readonly feeding: number; readonly draining: number }> {
  const { layout, memory } = smallMemory(1, ARENA_BYTES);
  const format = formatOf(specOf(MOVIES));
  const kernel = new Kernel(module, memory, layout, 0, format.kernel);
  let breaths = 0;
  const breathe = () => {
    breaths++;
  };
  const temp = { path: os.tmpdir(), remedy: '' };
  const keeper = new Keeper(kernel, { format, temp, cut: uncut, handsOn: false, breathe });
  await feedKept(keeper, sourceOf(lines), 'a test');
  const feeding = breaths;
  expect(keeper.hasSpilled).toBe(false);
  await keeper.drain(() => {});
  return { feeding, draining: breaths - feeding };
}

function sourceOf(bytes: Buffer): ByteSource {
  let position = 0;
  return {
    read(target) {
      const got = bytes.copy(target, 0, position);
      position += got;
      return got;
    },
    get storedBytes() {
      return position;
    },
    close() {},
  };
}
