import { resolveYarn } from '../../../job/options/yarn';
import { yarnOptions } from '../../support/yarn-options';

const MiB = 1024 * 1024;

it('has defaults for a cluster of sixteen tasks', () => {
  expect(resolveYarn(['s3://bucket/in'], yarnOptions())).toMatchObject({
    inputs: ['s3://bucket/in'],
    output: 's3://bucket/out',
    run: null,
    ifEmpty: 'fail',
    queue: null,
    speculative: false,
    sizing: {
      parallelism: 16,
      parts: null,
      splitBytes: 1024 * MiB,
      slots: 4,
      slotBytes: 2560 * MiB,
      masterBytes: 1024 * MiB,
    },
  });
});

it('makes local paths absolute, because tasks run in other folders', () => {
  const { inputs, output } = resolveYarn(['in', '/data/*.gz', 's3://box/in'], yarnOptions({ output: 'out' }));
  expect(inputs).toEqual([`${process.cwd()}/in`, '/data/*.gz', 's3://box/in']);
  expect(output).toBe(`${process.cwd()}/out`);
});

it('parses every option', () => {
  const options = yarnOptions({ runId: '20261122t152504z-nightly', ifEmpty: 'ok', splitSize: '64m', queue: 'a.b-c_d' });
  expect(resolveYarn(['in'], options)).toMatchObject({
    run: '20261122t152504z-nightly',
    ifEmpty: 'ok',
    queue: 'a.b-c_d',
    sizing: { splitBytes: 64 * MiB },
  });
});

it.each([
  [{}, { maxParallelism: 256, slots: null }],
  [
    { slots: '3', maxParallelism: '30' },
    { maxParallelism: 30, slots: 3 },
  ],
])('leaves slots and parallelism open with --parallelism auto: %j', (more, expected) => {
  const { sizing } = resolveYarn(['in'], yarnOptions({ parallelism: 'auto', ...more }));
  expect(sizing).toMatchObject({ parallelism: 'auto', parts: null, ...expected });
});

it('takes a parallelism up to the most that is allowed', () => {
  const { sizing } = resolveYarn(['in'], yarnOptions({ parallelism: '64', maxParallelism: '64' }));
  expect(sizing).toMatchObject({ parallelism: 64, slots: 4 });
});
