import type { Format, Header } from '../format/format';
import type { Kernel } from '../kernel/kernel';
import { PLAIN_READING } from '../options/spec';
import type { InputFile } from '../store/place';
import type { FeedHooks } from './extent';
import { feed } from './feed';
import { openInput } from './open-input';

/** What a command takes from a part. It keeps no records, so the kernel never lacks room for them. */
export type PartHooks = Pick<FeedHooks, 'onBad' | 'onScanned'>;

/** Feeds a kernel that keeps no records with a whole part of an output. */
export async function feedPart(
  kernel: Kernel,
  part: InputFile,
  format: Format,
  header: Header | null,
  hooks: PartHooks,
): Promise<void> {
  const source = openInput(part, 0, part.sizeBytes, PLAIN_READING);
  const whole = { start: 0, end: Number.POSITIVE_INFINITY, columns: format.kernel.columns };
  const extent = { ...whole, format, header, head: null, reading: PLAIN_READING, writer: 'former-run' as const };
  try {
    const unused = { makeRoom: () => {}, onBytes: () => {}, breathe: () => {} };
    await feed(kernel, source, part.path, extent, { ...unused, ...hooks });
  } finally {
    source.close();
  }
}
