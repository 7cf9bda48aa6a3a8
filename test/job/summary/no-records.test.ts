import { noRecordWords } from '../../../job/summary/no-records';

const OTHERS = { kept: 0, superseded: 0, deleted: 0, forgotten: 0, rejected: 0 };
const COUNTS = { lines: 9000, blank: 0, headers: 1, comments: 0, skipped: 0, ...OTHERS };

it.each([
  [{}, '0 blank, 1 header'],
  [{ blank: 1200, headers: 0 }, '1,200 blank, 0 headers'],
  [{ comments: 1 }, '0 blank, 1 header, 1 comment'],
  [{ comments: 2, skipped: 1 }, '0 blank, 1 header, 2 comments, 1 line skipped'],
  [{ skipped: 1500 }, '0 blank, 1 header, 1,500 lines skipped'],
])('tells of the lines in %j that are no records', (counts, words) => {
  expect(noRecordWords({ ...COUNTS, ...counts })).toBe(words);
});
