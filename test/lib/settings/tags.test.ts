import { Failure } from '../../../job/shared/failure';
import { readSettings } from '../../../lib/settings/read';

function defects(tags: unknown): string[] {
  try {
    readSettings({ tags }, {});
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 64) return error.message.split('\n');
    throw error;
  }
  return [];
}

it.each([
  ['AWS:team=data', "tags is 'AWS:team=data', expected an object of at most 48 texts, "],
  ['team=Aws:data', "tags is 'team=Aws:data', expected an object of at most 48 texts, "],
  ['team=', "tags is 'team=', expected an object of at most 48 texts, "],
  ['team=data,team=sales', "tags is 'team=data,team=sales', expected an object of at most 48 texts, "],
])('the tags %s are refused, as AWS refuses them', (tags, line) => {
  expect(defects(tags)).toEqual([expect.stringContaining(line)]);
});

it('tags whose names differ by capitals alone are refused, as IAM refuses them', () => {
  expect(defects({ Team: 'data', stage: 'test', team: 'sales' })).toEqual([
    "tags has 'Team' and 'team', which are one name to IAM, expected one of them",
  ]);
});

it.each(['dedup-stack', 'for-use-with-amazon-emr-managed-policies', 'Dedup-Stack'])(
  'the tag %s of the stacks is refused',
  (name) => {
    expect(defects({ [name]: 'mine' })).toEqual([
      `tags has '${name}', which the stacks set themselves, expected other names`,
    ]);
  },
);

it('tags with all characters that AWS allows are accepted', () => {
  expect(defects({ 'Cost centre_.:/=+-@é': 'a b_.:/=+-@é', aws: 'x', 'my-aws:x': 'an aws:y' })).toEqual([]);
});
