/** The workflow that is shipped, and the README, against the stacks. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callerRoleName, gateRoleName } from '../../../lib/pipeline/gate-caller';
import { pipelineDefects } from '../../../lib/settings/pipeline';

const ROOT = join(__dirname, '../../..');
const workflow = readFileSync(join(ROOT, 'assets/github-actions.yml'), 'utf8');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('takes on the roles by the names that they have', () => {
  const region = ['$', '{{ env.AWS_REGION }}'].join('');
  const roles = [...workflow.matchAll(/role-to-assume: arn:aws:iam::\$\{\{ env\.AWS_ACCOUNT \}\}:role\/(.*)/g)];
  const [caller, gate] = [callerRoleName('dedup', region), gateRoleName('dedup-cluster', region)];
  expect(roles.map(([, name]) => name)).toEqual([caller, caller, gate]);
});

test('runs scripts that there are', () => {
  const names = [...workflow.matchAll(/npm run (\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(['unit', 'lint', 'gate']);
  expect(names.filter((name) => scripts[String(name)] === undefined)).toEqual([]);
});

test('is told in the README with every field there is', () => {
  const section = readme.split('\n## In a pipeline\n')[1]?.split('\n## ')[0] as string;
  const fields = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const line = String(pipelineDefects({ repository: 'a/b', oidcProvider: 'new', x: '' })[0]?.line);
  const known = line.replace(/.*; there are /, '').split(', ');
  expect([...fields].sort()).toEqual([...known].sort());
});
