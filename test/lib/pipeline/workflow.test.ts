/** Compares the workflow that is shipped, and the README of pipelines, with the stacks. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callerRoleName, gateRoleName } from '../../../lib/cluster/gate-caller';
import { clusterStackName } from '../../../lib/deployment/outputs';
import { pipelineDefects } from '../../../lib/settings/pipeline';
import { TABLE } from '../../../lib/settings/table';

const ROOT = join(__dirname, '../../..');
const workflow = readFileSync(join(ROOT, 'assets/github-actions.yml'), 'utf8');
const own = readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8');
const readme = readFileSync(join(ROOT, 'lib/pipeline/README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('the workflow assumes the roles by their actual names', () => {
  const [name, region] = ['DEPLOYMENT', 'AWS_REGION'].map((variable) => ['$', `{{ env.${variable} }}`].join(''));
  const roles = [...workflow.matchAll(/role-to-assume: arn:aws:iam::\$\{\{ env\.AWS_ACCOUNT \}\}:role\/(.*)/g)];
  const stack = clusterStackName(String(name));
  const [caller, gate] = [callerRoleName(String(name), String(region)), gateRoleName(stack, String(region))];
  expect(roles.map(([, role]) => role)).toEqual([caller, caller, gate]);
  expect(workflow).toContain(`\n  DEPLOYMENT: ${TABLE.name.default} `);
});

test('the workflow runs npm scripts that exist', () => {
  const names = [...workflow.matchAll(/npm run (\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(['check', 'gate']);
  expect(names.filter((name) => scripts[String(name)] === undefined)).toEqual([]);
});

/** The first version of each action that runs on Node 24: GitHub's runners have had no Node 20 since 2026-09-16. */
const FIRST_ON_NODE_24: Readonly<Record<string, number>> = {
  'actions/checkout': 5,
  'actions/setup-node': 5,
  'actions/setup-java': 5,
  'aws-actions/configure-aws-credentials': 6,
};

describe.each([
  ['that is handed out', workflow],
  ['of the kit itself', own],
])('the workflow %s', (_, text) => {
  test('uses actions that run on the Node version of the runners', () => {
    const used = [...text.matchAll(/uses: (\S+)@v(\d+)$/gm)].map(([, name, major]) => [String(name), Number(major)]);
    expect(used.length).toBeGreaterThan(3);
    for (const [name, major] of used as [string, number][]) {
      expect([name, major >= (FIRST_ON_NODE_24[name] ?? Number.POSITIVE_INFINITY)]).toEqual([name, true]);
    }
  });

  test('limits the time of every step to at most that of its job', () => {
    for (const job of text.split(/^ {2}(?=\w+:$)/m).filter((each) => each.includes('    steps:'))) {
      const [, limit] = /^ {4}timeout-minutes: (\d+)$/m.exec(job) ?? [];
      const steps = job.split(/^ {6}(?:# .*\n {6})*- /m).filter((each) => /^run: /.test(each));
      const minutes = steps.map((step) => Number(/^ {8}timeout-minutes: (\d+)$/m.exec(step)?.[1]));
      expect(steps.length).toBeGreaterThan(0);
      expect(minutes.reduce((sum, each) => sum + each, 0)).toBeLessThan(Number(limit));
    }
  });
});

test('the README of pipelines describes every field of the setting pipeline', () => {
  const fields = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const line = String(pipelineDefects({ repository: 'a/b', oidcProvider: 'new', x: '' })[0]?.line);
  const known = line.replace(/.*; there are /, '').split(', ');
  expect([...fields].sort()).toEqual([...known].sort());
});
