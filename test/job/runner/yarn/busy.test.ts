import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepBusy } from '../../../../job/runner/yarn/busy';
import { temporaryFolder } from '../../../support/folder';
import { until } from '../../../support/until';

const LONG_AGO = new Date(0);

let stop = () => {};
afterEach(() => stop());

test('the file that tells EMR of work is made in its folder and touched repeatedly', async () => {
  const file = join(temporaryFolder(), 'isbusy');
  stop = keepBusy(fail, file, 1);
  await until('the file is there', () => existsSync(file));
  for (let i = 0; i < 2; i++) {
    utimesSync(file, LONG_AGO, LONG_AGO);
    await until('it is touched', () => statSync(file).mtimeMs > 0);
  }
});

test('an existing file is touched, and its content stays', async () => {
  const file = join(temporaryFolder({ isbusy: 'theirs' }), 'isbusy');
  utimesSync(file, LONG_AGO, LONG_AGO);
  stop = keepBusy(fail, file, 60_000);
  await until('it is touched', () => statSync(file).mtimeMs > 0);
  expect(statSync(file).size).toBe('theirs'.length);
});

test('no file is made on a machine without EMR, and a failure to touch is reported once', async () => {
  const home = temporaryFolder();
  stop = keepBusy(fail, join(home, 'no-emr/isbusy'), 1);
  writeFileSync(join(home, 'file'), '');
  const said: string[] = [];
  const stopOther = keepBusy((message) => said.push(message), join(home, 'file/isbusy'), 1);
  await until('it says so', () => said.length > 0);
  stopOther();
  expect(said).toEqual([
    `cannot touch '${join(home, 'file/isbusy')}': ENOTDIR; EMR may take the cluster for idle while this run has no application`,
  ]);
  expect(existsSync(join(home, 'no-emr'))).toBe(false);
});

function fail(message: string): never {
  throw new Error(message);
}
