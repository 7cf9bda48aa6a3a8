import { Failure } from '../../../job/shared/failure';
import { readSettings } from '../../../lib/settings/read';
import type { Pipeline } from '../../../lib/settings/settings';

const CONNECTION = 'arn:aws:codeconnections:us-east-1:123456789012:connection/aEXAMPLE'.replace(
  'aEXAMPLE',
  '8a1b2c3d-0e4f',
);
const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

const read = (pipeline: unknown): Pipeline | null => readSettings({ pipeline }, {}).pipeline;

function defects(pipeline: unknown): string[] {
  try {
    read(pipeline);
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 64) return error.message.split('\n');
    throw error;
  }
  return [];
}

it('there is no pipeline unless it is set', () => {
  expect(readSettings({}, {}).pipeline).toBeNull();
  expect(read('')).toBeNull();
});

it('a pipeline with a connection is one of CodePipeline', () => {
  expect(read({ repository: 'acme/ratings', connection: CONNECTION })).toEqual({
    repository: 'acme/ratings',
    branch: 'main',
    sample: 'assets/sample',
    engine: { kind: 'codepipeline', connectionArn: CONNECTION },
  });
});

it('the older service of connections, groups of GitLab, another branch and another sample are accepted', () => {
  const older = CONNECTION.replace('codeconnections', 'codestar-connections');
  const given = { repository: 'acme/data/ratings', branch: 'release/7', sample: 'test/records', connection: older };
  const { connection: connectionArn, ...same } = given;
  expect(read(given)).toEqual({ ...same, engine: { kind: 'codepipeline', connectionArn } });
});

it('a pipeline with an identity provider, new or existing, is one of GitHub Actions', () => {
  const engine = (oidcProvider: string) => read({ repository: 'acme/ratings', oidcProvider })?.engine;
  expect(engine('new')).toEqual({ kind: 'github-actions', oidcProviderArn: null });
  expect(engine(PROVIDER)).toEqual({ kind: 'github-actions', oidcProviderArn: PROVIDER });
});

it('a pipeline is read the same from a text of the command line', () => {
  expect(read(`repository=acme/ratings, branch=next,connection=${CONNECTION}`)).toEqual(
    read({ repository: 'acme/ratings', branch: 'next', connection: CONNECTION }),
  );
});

it('a repository may have the ids that are in tokens of GitHub', () => {
  const repository = 'acme@123456/ratings@456789';
  expect(read({ repository, oidcProvider: 'new' })?.repository).toBe(repository);
});

const GOOD = { repository: 'acme/ratings', connection: CONNECTION };

it.each([
  ['yes', "pipeline is 'yes', expected an object of texts, or name=value with commas between"],
  [true, 'pipeline is true, expected an object of texts, or name=value with commas between'],
  [{ repository: 7 }, 'pipeline is {"repository":7}, expected an object of texts, or name=value with commas between'],
  [
    { ...GOOD, brnch: 'next' },
    "pipeline has no 'brnch'; there are branch, sample, connection, repository, oidcProvider",
  ],
  [{ connection: CONNECTION }, 'pipeline names no repository, expected owner/name'],
  [{ ...GOOD, repository: 'ratings' }, "pipeline's repository is 'ratings', expected owner/name"],
  [
    { ...GOOD, repository: 'acme@1/ratings@2' },
    "pipeline's repository is 'acme@1/ratings@2', expected no ids with a connection",
  ],
  [{ ...GOOD, branch: 'a b' }, "pipeline's branch is 'a b', expected the name of a branch"],
  [{ ...GOOD, sample: '../in' }, "pipeline's sample is '../in', expected a folder of the repository"],
  [{ ...GOOD, sample: '/in' }, "pipeline's sample is '/in', expected a folder of the repository"],
  [
    { ...GOOD, connection: 'github' },
    "pipeline's connection is 'github', expected the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>",
  ],
  [
    { repository: 'acme/ratings', oidcProvider: 'yes' },
    "pipeline's oidcProvider is 'yes', expected new, or the ARN of the account's provider of token.actions.githubusercontent.com",
  ],
  [
    { repository: 'acme/ratings' },
    'pipeline names no engine, expected connection for CodePipeline, or oidcProvider for GitHub Actions',
  ],
  [
    { ...GOOD, oidcProvider: 'new' },
    'pipeline names connection and oidcProvider, expected connection for CodePipeline, or oidcProvider for GitHub Actions',
  ],
])('the pipeline %j is refused', (pipeline, line) => {
  expect(defects(pipeline)).toEqual([line]);
});

it('a branch or repository with special characters of a shell or a policy is refused', () => {
  for (const text of ['a*', 'a?', 'a$b', "a'b", 'a"b', 'a;b', 'a}']) {
    expect(defects({ ...GOOD, branch: text })).toHaveLength(1);
    expect(defects({ ...GOOD, repository: `acme/${text}` })).toHaveLength(1);
  }
});

it('a condition of deletes with a comma is refused where the gate could not be given it', () => {
  const job = { columns: 'id,ts,op', key: 'id', orderBy: 'ts', deleteWhen: ['op=D', 'op=gone, long ago'] };
  const engine = (more: object) => () =>
    readSettings({ ...job, pipeline: { repository: 'acme/ratings', ...more } }, {});
  expect(engine({ oidcProvider: 'new' })).not.toThrow();
  expect(engine({ connection: CONNECTION })).toThrow(
    new Failure(
      64,
      "deleteWhen has a comma in 'op=gone, long ago', expected none with a pipeline that has a connection",
    ),
  );
});
