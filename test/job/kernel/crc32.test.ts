import { crc32 } from 'node:zlib';
import { formatOf } from '../../../job/format/formats';
import { Kernel } from '../../../job/kernel/kernel';
import { planLayout } from '../../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../../job/kernel/module';
import { specOf } from '../../support/in-process';
import { MOVIES } from '../../support/oracle';
import { Random } from '../../support/random';

const layout = planLayout(16 * 1024 * 1024, 1);
const kernel = new Kernel(compileKernel(), reserveMemory(layout), layout, 0, formatOf(specOf(MOVIES)).kernel);
const { read } = kernel.layout;

/** Random bytes of the kernel's memory, at any address. */
function randomBytes(random: Random, length: number): Uint8Array {
  const bytes = kernel.bytes.subarray(read + random.int(0, 64)).subarray(0, length);
  for (let i = 0; i < length; i++) bytes[i] = random.int(0, 256);
  return bytes;
}

describe('CRC-32 of bytes in the memory of a kernel', () => {
  it.each([0, 1, 4799, 4800, 19_199, 19_200, 19_201, 19_263, 19_264, 21_184, 37_568, 262_143, 262_144])(
    'of %i bytes is that of zlib, also behind others',
    (length) => {
      const random = new Random(length);
      const bytes = randomBytes(random, length);
      const copy = Buffer.from(bytes);
      for (const before of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, crc32('heat^ann')]) {
        expect(kernel.crc32(bytes, before)).toBe(crc32(bytes, before));
      }
      expect(Buffer.compare(bytes, copy)).toBe(0);
    },
  );

  it('of pieces of random lengths is that of zlib for the whole', () => {
    const random = new Random(19);
    const bytes = randomBytes(random, 400_000);
    let crc = 0;
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + random.int(1, 100_000));
      crc = kernel.crc32(bytes.subarray(at, end), crc);
      at = end;
    }
    expect(crc).toBe(crc32(bytes));
  });

  it('of other bytes is that of zlib', () => {
    const bytes = Buffer.alloc(100_000, 'heat^ann^4.0^1600000000\n');
    expect(kernel.crc32(bytes, 7)).toBe(crc32(bytes, 7));
  });

  it('notices each bit', () => {
    const random = new Random(32);
    const bytes = randomBytes(random, 50_000);
    const good = kernel.crc32(bytes, 0);
    for (let i = 0; i < 200; i++) {
      const at = random.int(0, bytes.length);
      const bit = 1 << random.int(0, 8);
      bytes[at] = (bytes[at] as number) ^ bit;
      expect(kernel.crc32(bytes, 0)).not.toBe(good);
      bytes[at] = (bytes[at] as number) ^ bit;
    }
  });
});
