import { defaultsOf } from '../../../job/options/table/option-table';
import { SIZING_OPTIONS } from '../../../job/options/table/yarn';
import { resolveSizing } from '../../../job/options/yarn';
import { refuseTooManyTasks } from '../../../job/remote/fit';

const sizing = (more: object = {}) => resolveSizing({ ...defaultsOf(SIZING_OPTIONS), ...more });

it('refuses more parts than the memory of the application master can hold', () => {
  expect(() => refuseTooManyTasks([], sizing({ parts: '1000', slots: '1' }))).not.toThrow();
  expect(() => refuseTooManyTasks([], sizing({ parts: '50000', slots: '1' }))).toThrow(
    expect.objectContaining({
      exitCode: 64,
      message:
        '1 map and 50000 reduce tasks need about 1137 MB of heap in the application master, which has 768 MB; ' +
        'give it --application-master-memory 1536m',
    }),
  );
});
