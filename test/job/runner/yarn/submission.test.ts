import { isFolderOf, newSubmission, outputDigest, tagsOf, workFolder } from '../../../../job/runner/yarn/submission';

const RUN = '20261122t152504z-3f9a1c';

it('knows an output by whatever it is called', () => {
  const digest = outputDigest('s3://bucket/out');
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(outputDigest('s3://bucket/out/')).toBe(digest);
  expect(outputDigest('s3://bucket/out2')).not.toBe(digest);
  expect(outputDigest('a/../out')).toBe(outputDigest(`${process.cwd()}/out`));
});

it('has a name that nobody else can have taken', () => {
  expect(newSubmission(RUN, 'out').id).toMatch(/^[0-9a-f]{32}$/);
});

it('tells two submissions of one run apart, and finds both by their output', () => {
  const [one, two] = [newSubmission(RUN, 'out'), newSubmission(RUN, 'out')];
  expect(workFolder(one)).not.toBe(workFolder(two));
  const shared = tagsOf(one).filter((tag) => tagsOf(two).includes(tag));
  expect(shared).toEqual([`dedup-${RUN}`, `dedup-output-${outputDigest('out')}`]);
  const names = [one, two].map((each) => workFolder(each).replace('/tmp/', ''));
  expect(names.map((name) => isFolderOf(outputDigest('out'), name))).toEqual([true, true]);
  expect(isFolderOf(outputDigest('other'), names[0] as string)).toBe(false);
});

it('has tags that YARN takes: no capitals, a hundred characters at most', () => {
  const longest = newSubmission(`20261122t152504z-${'z'.repeat(40)}`, 's3://bucket/OUT');
  for (const tag of tagsOf(longest)) expect(tag).toMatch(/^[a-z0-9-]{1,100}$/);
});
