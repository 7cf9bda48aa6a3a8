import { describePlan, planFacts } from '../../../../job/runner/yarn/describe-plan';
import { planYarn } from '../../../../job/runner/yarn/plan';
import { InputFiles } from '../../../../job/store/input-files';
import type { InputFile } from '../../../../job/store/place';
import { withCodec } from '../../../support/with-codec';
import { fixedSizing } from '../../../support/yarn-options';

const GiB = 1024 ** 3;
const file = (path: string, sizeBytes: number): InputFile => withCodec({ path, sizeBytes, version: 'v', own: false });

function factsOf(files: readonly InputFile[]) {
  const sizing = fixedSizing();
  return planFacts(InputFiles.of(files), sizing, planYarn(files, sizing), null);
}

it('describes the tasks, memory and S3 requests of a plan', () => {
  const facts = factsOf([file('a', 30 * GiB), file('b.gz', GiB)]);
  expect(facts).toMatchObject({
    inputs: { files: 2, bytes: 31 * GiB, packedFiles: 1 },
    parallelism: 16,
    containers: { atATime: 4, slots: 4 },
    maps: { waves: 3, largestBytes: GiB },
    reduces: { tasks: 8, waves: 2, parts: 32, groups: 4 },
    memory: { containerBytes: 10 * GiB, recordBytes: 4092 * 1024 ** 2, clusterBytes: 41 * GiB },
    s3Requests: { list: 1, put: 32 * 2 + (31 * GiB) / 2 ** 23 },
    applicationMaster: { containerBytes: GiB, heapBytes: 0.75 * GiB, problem: null },
  });
  // at least one request for each piece, and at most one more for each border of a split
  const pieces = (31 * GiB) / 2 ** 23;
  expect(facts.s3Requests.get).toBeGreaterThanOrEqual(pieces);
  expect(facts.s3Requests.get).toBeLessThanOrEqual(pieces + facts.maps.splits + 1);
  expect(describePlan(facts)).toMatch(
    /^inputs +2 files, 33.3 GB, 1 of them packed \(never cut\)\nmaps +\d+ in 3 waves, /,
  );
  expect(describePlan(facts)).toContain('\ncontainers   4 at a time of 4 slots and 10 GiB, of which ');
});

it.each([1, 100_000_001, 3_000_000_001, 77_777_777_777])('describes a plan in whole numbers for %d bytes', (bytes) => {
  const numbers = JSON.stringify(factsOf([file('a', bytes), file('b.gz', bytes)])).match(/[\d.]+/g);
  expect(numbers?.filter((text) => text.includes('.'))).toEqual([]);
});

it('describes the plan of an empty input', () => {
  const facts = factsOf([file('a', 0)]);
  expect(facts.maps).toEqual({ tasks: 1, waves: 1, splits: 1, smallestBytes: 0, largestBytes: 0 });
  expect(describePlan(facts)).not.toContain('too large');
});

it('says why a parallelism was chosen', () => {
  const sizing = fixedSizing();
  const plan = planYarn([], sizing);
  expect(describePlan(planFacts(InputFiles.of([]), sizing, plan, 'parallelism 16 (4 containers): enough'))).toMatch(
    /\nauto {9}parallelism 16 \(4 containers\): enough$/,
  );
  expect(describePlan(planFacts(InputFiles.of([]), sizing, plan, null))).not.toContain('auto');
});
