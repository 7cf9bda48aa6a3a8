import { defaultsOf } from '../../../job/options/table/option-table';
import { SIZING_OPTIONS } from '../../../job/options/table/yarn';
import { resolveSizing } from '../../../job/options/yarn';
import { refuseTooManyTasks } from '../../../job/remote/fit';
import { withCodec } from '../../support/with-codec';

const sizing = (more: object = {}) => resolveSizing({ ...defaultsOf(SIZING_OPTIONS), ...more });

const files = (sizeBytes: number) => [withCodec({ path: 'a', sizeBytes, version: 'v', own: false })];

it('refuses more tasks than the memory of the application master can hold', () => {
  const least = { slots: '1', applicationMasterMemory: '512m' };
  expect(() => refuseTooManyTasks([], sizing({ ...least, parts: '100000', parallelism: '10000' }))).not.toThrow();
  expect(() => refuseTooManyTasks(files(2 ** 40), sizing({ parts: '16', slots: '1' }))).not.toThrow();
  expect(() => refuseTooManyTasks(files(2 ** 40), sizing({ parts: '16', slots: '1', splitSize: '32m' }))).toThrow(
    expect.objectContaining({
      exitCode: 64,
      message:
        '32784 map and 16 reduce tasks need about 801 MB of heap in the application master, which has 768 MB; ' +
        'give it --application-master-memory 1280m',
    }),
  );
});

it('counts the tasks that a large input is worth with --parallelism auto', () => {
  const auto = { parallelism: 'auto', slots: '1', splitSize: '20g' };
  expect(() => refuseTooManyTasks([], sizing(auto))).not.toThrow();
  expect(() => refuseTooManyTasks(files(2 ** 50), sizing(auto))).toThrow(/give it --application-master-memory/);
});
