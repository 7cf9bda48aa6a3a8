import { isFolderOf, newSubmission, outputDigest, tagsOf, workFolder } from '../../../../job/runner/yarn/submission';

const RUN = '20261122t152504z-3f9a1c';

it('the same output has the same tag under every name', () => {
  const digest = outputDigest('s3://bucket/out');
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(outputDigest('s3://bucket/out/')).toBe(digest);
  expect(outputDigest('s3://bucket/out2')).not.toBe(digest);
  expect(outputDigest('a/../out')).toBe(outputDigest(`${process.cwd()}/out`));
});

it('a submission has a unique name', () => {
  expect(newSubmission(RUN, 'out').id).toMatch(/^[0-9a-f]{32}$/);
});

it('two submissions of one run differ, and both are found by their output', () => {
  const [one, two] = [newSubmission(RUN, 'out'), newSubmission(RUN, 'out')];
  expect(workFolder(one)).not.toBe(workFolder(two));
  const shared = tagsOf(one).filter((tag) => tagsOf(two).includes(tag));
  expect(shared).toEqual([`dedup-${RUN}`, `dedup-output-${outputDigest('out')}`]);
  const names = [one, two].map((each) => workFolder(each).replace('/tmp/', ''));
  expect(names.map((name) => isFolderOf(outputDigest('out'), name))).toEqual([true, true]);
  expect(isFolderOf(outputDigest('other'), names[0] as string)).toBe(false);
});

it('the tags are valid for YARN: no capitals, at most a hundred characters', () => {
  const longest = newSubmission(`20261122t152504z-${'z'.repeat(40)}`, 's3://bucket/OUT');
  for (const tag of tagsOf(longest)) expect(tag).toMatch(/^[a-z0-9-]{1,100}$/);
});
