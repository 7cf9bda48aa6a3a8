import { Kernel } from '../../../job/kernel/kernel';
import { planLayout } from '../../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../../job/kernel/module';
import { keepLatestOf } from '../../support/in-process';
import { MOVIES, oracle, sortedLines } from '../../support/oracle';

const layout = planLayout(16 * 1024 * 1024, 1);
const format = { columns: 4, delimiter: 94, orderColumn: 3, orderIsText: false, keyColumns: [0, 1] };
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

describe('two keys of equal 64-bit hash', () => {
  const M = 0xc6a4a7935bd1e995n;
  const mask = (1n << 64n) - 1n;
  const mix = (k: bigint) => {
    const x = (k * M) & mask;
    return ((x ^ (x >> 47n)) * M) & mask;
  };
  /** The inverse of `mix`: multiplication by an odd number and a long shift can both be undone. */
  const unmix = (k: bigint) => {
    const x = (k * INVERSE) & mask;
    return ((x ^ (x >> 47n)) * INVERSE) & mask;
  };
  const INVERSE = inverse(M);

  function inverse(odd: bigint): bigint {
    let x = odd;
    for (let i = 0; i < 6; i++) x = (x * (2n - odd * x)) & mask;
    return x;
  }

  /** A key of 16 bytes, without delimiters and newlines, that has the same hash as `key`. */
  function collidingWith(key: Buffer): Buffer {
    const start = (16n * M) & mask;
    const chained = (first: bigint) => ((start ^ mix(first)) * M) & mask;
    const target = chained(key.readBigUInt64LE(0)) ^ mix(key.readBigUInt64LE(8));
    for (let first = 0x6161616161616161n; ; first++) {
      const other = Buffer.alloc(16);
      other.writeBigUInt64LE(first, 0);
      other.writeBigUInt64LE(unmix(chained(first) ^ target), 8);
      if (!other.equals(key) && ![10, 13, 94, 34].some((byte) => other.includes(byte))) return other;
    }
  }

  it('are both kept, in the order of their bytes', async () => {
    const a = Buffer.from('0123456789abcdef');
    const b = collidingWith(a);
    expect(kernel.hash(a)).toBe(kernel.hash(b));
    const spec = { ...MOVIES, columns: 2, keyColumns: [0], orderColumn: 1 };
    const line = (key: Buffer, order: number) => Buffer.concat([key, Buffer.from(`^${order}\n`)]);
    const files = [Buffer.concat([line(b, 1), line(a, 7), line(b, 9), line(a, 3), line(b, 2)])];
    const answer = await keepLatestOf(files, { spec });
    expect(sortedLines(answer.records)).toEqual(oracle(files, spec).kept);
    const [first, second] = [a, b].sort(Buffer.compare) as [Buffer, Buffer];
    expect(answer.records).toEqual(
      Buffer.concat([line(first, first === a ? 7 : 9), line(second, second === a ? 7 : 9)]),
    );
  });
});
