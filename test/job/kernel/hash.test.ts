import { formatOf } from '../../../job/format/formats';
import { Kernel } from '../../../job/kernel/kernel';
import { planLayout } from '../../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../../job/kernel/module';
import { keepLatestOf, specOf } from '../../support/in-process';
import { MOVIES, oracle, sortedLines } from '../../support/oracle';

const layout = planLayout(16 * 1024 * 1024, 1);
const format = formatOf(specOf(MOVIES)).kernel;
const kernel = new Kernel(compileKernel(), reserveMemory(layout), layout, 0, format);

/** Key in hex, its MurmurHash64A with seed 0 as another implementation (Rust's murmurhash64 0.3.1) gives it. */
const GOLDEN = [
  ['', '0000000000000000'],
  ['61', '071717d2d36b6b11'],
  ['616263', '9cc9c33498a95efb'],
  ['61626364656667', '241aa52b0a62005d'],
  ['6162636465666768', 'afdb0257ff41aa98'],
  ['616263646566676869', 'c9b9d84356146ac2'],
  ['686561745e616e6e', 'c4d4917c97180b3f'],
  ['686561745e626f62', 'bd6de81e01bb86b9'],
  ['6d6f7669652d31323334355e757365722d363738393031', 'a140fb5d6d8f6912'],
  ['00', '5825f5f3bd962979'],
  ['fffe0080', 'edacde7febda4728'],
  ['54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67', '5589ca33042a861b'],
] as const;

describe('the hash of the format', () => {
  it.each(GOLDEN)('of %j is %s', (key, hash) => {
    expect(kernel.hash(Buffer.from(key, 'hex')).toString(16).padStart(16, '0')).toBe(hash);
  });

  it('does not see what lies behind the key', () => {
    const [key, noise] = [Buffer.from('abcde'), Buffer.from('abcdeXYZ')];
    kernel.hash(noise);
    expect(kernel.hash(key)).toBe(kernel.hash(Buffer.from('abcde')));
  });
});

describe('keys made for a hash', () => {
  const M = 0xc6a4a7935bd1e995n;
  const mask = (1n << 64n) - 1n;
  const mix = (k: bigint) => {
    const x = (k * M) & mask;
    return ((x ^ (x >> 47n)) * M) & mask;
  };
  const INVERSE = inverse(M);
  /** The inverses of what the hash does: multiplication by an odd number and a long shift can both be undone. */
  const unmix = (k: bigint) => {
    const x = (k * INVERSE) & mask;
    return ((x ^ (x >> 47n)) * INVERSE) & mask;
  };
  const unfinish = (h: bigint) => {
    const x = ((h ^ (h >> 47n)) * INVERSE) & mask;
    return x ^ (x >> 47n);
  };

  function inverse(odd: bigint): bigint {
    let x = odd;
    for (let i = 0; i < 6; i++) x = (x * (2n - odd * x)) & mask;
    return x;
  }

  /** Keys of 16 bytes with a hash, without delimiters, newlines and quotes; another one for every `from`. */
  function keyWith(hash: bigint, from: bigint): Buffer {
    const start = (16n * M) & mask;
    const target = (unfinish(hash) * INVERSE) & mask;
    for (let first = 0x6161616161616161n + (from << 20n); ; first++) {
      const key = Buffer.alloc(16);
      key.writeBigUInt64LE(first, 0);
      key.writeBigUInt64LE(unmix((((start ^ mix(first)) * M) & mask) ^ target), 8);
      if (![10, 13, 94, 34].some((byte) => key.includes(byte))) return key;
    }
  }

  const spec = { ...MOVIES, columns: 2, keyColumns: [0], orderColumn: 1 };
  const line = (key: Buffer, order: number) => Buffer.concat([key, Buffer.from(`^${order}\n`)]);

  it('are both kept where it is one hash, in the order of their bytes', async () => {
    const [a, b] = [keyWith(0x123456789abcdef0n, 0n), keyWith(0x123456789abcdef0n, 1n)];
    expect(kernel.hash(a)).toBe(kernel.hash(b));
    const files = [Buffer.concat([line(b, 1), line(a, 7), line(b, 9), line(a, 3), line(b, 2)])];
    const answer = await keepLatestOf(files, { spec });
    expect(sortedLines(answer.records)).toEqual(oracle(files, spec).kept);
    const [first, second] = [a, b].sort(Buffer.compare) as [Buffer, Buffer];
    expect(answer.records).toEqual(
      Buffer.concat([line(first, first === a ? 7 : 9), line(second, second === a ? 7 : 9)]),
    );
  });

  it('come in the order of hashes that differ in nothing but their last bits', async () => {
    const keys = [5n, 0n, 3n, 1n, 4n, 2n].map((last) => keyWith(0x123456789abcde00n | last, last * 7n));
    const sorted = keys.toSorted((a, b) => (kernel.hash(a) < kernel.hash(b) ? -1 : 1));
    expect(sorted).not.toEqual(keys.toSorted(Buffer.compare));
    const answer = await keepLatestOf([Buffer.concat([...keys, ...keys].map((key, i) => line(key, i)))], { spec });
    expect(answer.records).toEqual(Buffer.concat(sorted.map((key) => line(key, keys.indexOf(key) + keys.length))));
  });
});
