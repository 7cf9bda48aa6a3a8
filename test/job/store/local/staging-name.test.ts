import { byRun, parseStaging, stagingName } from '../../../../job/store/local/staging-name';

const RUN = '20260101t000000z-aaaaaa';
const OTHER = '20260202t000000z-bbbbbb';

it.each([
  [RUN, { run: RUN, takings: 0 }],
  [`${RUN}.1`, { run: RUN, takings: 1 }],
  [`${RUN}.199999999`, { run: RUN, takings: 199_999_999 }],
])('the name of a staging is parsed as it was written: %s', (name, parsed) => {
  expect(parseStaging(name)).toEqual(parsed);
  expect(stagingName(parsed)).toBe(name);
});

it.each(['', '0', '.', `${RUN}.`, `${RUN}.0`, `${RUN}.01`, `${RUN}.x`, `${RUN}.1.2`, `${RUN}.9999999999`, 'attempt_1'])(
  "'%s' is not the name of a staging",
  (name) => {
    expect(parseStaging(name)).toBeUndefined();
  },
);

it('the staging that was taken last comes first, compared by number', () => {
  const found = byRun([`${RUN}.9`, `${OTHER}`, '0', RUN, `${RUN}.10`]);
  expect([...found.keys()]).toEqual([RUN, OTHER]);
  expect(found.get(RUN)?.map(stagingName)).toEqual([`${RUN}.10`, `${RUN}.9`, RUN]);
});
