import { closeSync, openSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exactVersion, fileVersion, isOfVersion, unsettledMs } from '../../../../job/store/local/file-version';
import { temporaryFolder } from '../../../support/folder';

const SECOND_NS = 1_000_000_000n;
const NOW_MS = 1_800_000_000_500;
const ago = (ms: number) => ({ ctimeNs: BigInt(NOW_MS - ms) * 1_000_000n + 7n });

it('a change is settled after two ticks of the clock that times are taken from', () => {
  expect(unsettledMs(ago(0), NOW_MS)).toBe(21);
  expect(unsettledMs(ago(15), NOW_MS)).toBe(6);
  expect(unsettledMs(ago(20), NOW_MS)).toBe(1);
  expect(unsettledMs(ago(21), NOW_MS)).toBe(0);
});

it('a change at a whole second is settled after two seconds, since the file system may count no finer', () => {
  const whole = { ctimeNs: (BigInt(NOW_MS) / 1000n) * SECOND_NS };
  expect(unsettledMs(whole, NOW_MS)).toBe(1501);
  expect(unsettledMs(whole, NOW_MS + 1500)).toBe(0);
});

it('nobody waits for a time that another clock has set far ahead', () => {
  expect(unsettledMs(ago(-60_000), NOW_MS)).toBe(0);
});

it('an open file is compared by its size and the time of its content, in both forms of a version', () => {
  const path = join(temporaryFolder({ a: 'ab' }), 'a');
  const stat = statSync(path);
  const versions = [fileVersion(stat), exactVersion(statSync(path, { bigint: true }))];
  const matches = (sizeBytes = 2) => {
    const fd = openSync(path, 'r');
    const found = versions.map((version) => isOfVersion(fd, { version, sizeBytes }));
    closeSync(fd);
    return found;
  };
  expect(matches()).toEqual([true, true]);
  expect(matches(3)).toEqual([false, false]);
  utimesSync(path, 1, 1);
  expect(matches()).toEqual([false, false]);
  versions.splice(0, 2, '1000', exactVersion(statSync(path, { bigint: true })));
  expect(matches()).toEqual([true, true]);
  writeFileSync(path, 'abc');
  expect(matches()).toEqual([false, false]);
});
