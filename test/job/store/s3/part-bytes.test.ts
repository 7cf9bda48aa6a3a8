import { nextPartBytes, partsInFlight } from '../../../../job/store/s3/part-bytes';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** The sizes of the parts of an upload with this number of bytes. */
function partsOf(totalBytes: number): number[] {
  const parts: number[] = [];
  for (let sent = 0; sent < totalBytes; sent += parts.at(-1) as number) parts.push(nextPartBytes(sent));
  return parts;
}

it('an upload of 5 TiB has at most 10,000 parts, as S3 requires', () => {
  const parts = partsOf(5 * 1024 * GiB);
  expect(parts.length).toBeLessThanOrEqual(10_000);
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(5 * MiB);
  expect(Math.max(...parts)).toBeLessThanOrEqual(5 * GiB);
  expect([...parts].sort((a, b) => a - b)).toEqual(parts);
});

it('the parts of an upload of up to 10 GiB have 8 MiB, which takes some 32 MiB of memory', () => {
  expect(new Set(partsOf(10 * GiB))).toEqual(new Set([8 * MiB]));
  expect(partsInFlight(8 * MiB)).toBe(3);
});

it('large parts are sent one after the other', () => {
  expect(nextPartBytes(100 * GiB)).toBe(76 * MiB);
  expect(partsInFlight(76 * MiB)).toBe(1);
});
