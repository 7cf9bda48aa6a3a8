import { monotonicMs } from '../../../job/shared/clock';

it('reads the clock that nobody sets, in milliseconds', () => {
  const nanoseconds = () => Number(process.hrtime.bigint());
  const read = [nanoseconds(), monotonicMs() * 1e6, nanoseconds()];
  expect([...read].sort((a, b) => a - b)).toEqual(read);
});
