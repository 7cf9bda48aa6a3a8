import { roughTime, timeTaken } from '../../../job/shared/figures';

test.each([
  [-1, '0 ms', '0 s'],
  [14, '14 ms', '0 s'],
  [999.6, '1 s', '1 s'],
  [45_000, '45 s', '45 s'],
  [119_000, '1 min 59 s', '119 s'],
  [252_000, '4 min 12 s', '4 min'],
  [7_199_000, '2 h 00 min', '2 h 00 min'],
  [11_100_000, '3 h 05 min', '3 h 05 min'],
])('%d ms are written as %s, and rounded as %s', (ms, exact, rough) => {
  expect(timeTaken(ms)).toBe(exact);
  expect(roughTime(ms)).toBe(rough);
});
