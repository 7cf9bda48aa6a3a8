/** Every command line of every document: it is run here, or listed with the reason why it cannot be. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { ROOT } from '../support/command';
import { commandLines, hiddenCommandLines } from '../support/command-lines';
import { codeBlocks, documents, readDocument } from '../support/documents';
import { writeFiles } from '../support/folder';
import { readOutput } from '../support/output';
import { sampleShell } from '../support/sample-shell';

/** Lines that are not run here, by the reason. A reason names the test that runs a similar line, if there is one. */
const NOT_HERE: Readonly<Record<string, readonly string[]>> = {
  'npm would build while other tests use the build; test/program/package.test.ts packs and installs': [
    'npm run build',
    'npm pack',
    'npm install -g ./dedup-kit-*.tgz',
  ],
  'it runs this test': ['npm test'],
  'it shows an installed page; test/program/manual.test.ts reads that page': ['man dedup'],
  'it deploys to an account; test/cloud/lifecycle.test.ts deploys to a stand-in': [
    'npx cdk bootstrap',
    'npx cdk deploy dedup-storage',
    'aws s3 cp ratings/ s3://<input bucket>/ --recursive',
    'npx cdk deploy dedup-cluster',
    'npx cdk deploy --all',
    'npx cdk deploy --all --require-approval never --outputs-file stacks.json',
    'npx cdk destroy --all',
  ],
  'it repairs a stack of an account, which no stand-in has': [
    'npx cdk rollback dedup-cluster --orphan Cluster',
    'npx cdk gc --unstable=gc',
  ],
  'it asks an account; test/cloud/lifecycle.test.ts asks a stand-in': ['node dist/dedup.js doctor'],
  'it asks AWS about a cluster; test/cloud/operate-run.test.ts asks a stand-in': [
    'node dist/dedup.js wait',
    'node dist/dedup.js submit --bad-records keep',
    'node dist/dedup.js wait --max-rejected 1% --timeout 2h',
    'node dist/dedup.js submit --outputs stacks.json --new-cluster --json > run.json',
    'node dist/dedup.js wait --submitted run.json --timeout 2h',
  ],
  'it asks an account; test/cloud/lifecycle.test.ts reads that summary from a stand-in': [
    'aws s3 cp s3://bucket/_dedup/summary.json - | jq .counts',
  ],
  'it reads a bucket; test/program/s3.s3.test.ts runs the like': [
    'dedup run s3://my-bucket/ratings/ --output s3://my-bucket/latest/',
  ],
  'it runs on a cluster; test/cloud/pipeline.test.ts runs the gate on a stand-in': [
    'npm run gate',
    'npm run gate -- --help',
    'npm run gate -- -c name=staging',
  ],
  'it asks GitHub about a repository': [
    `gh api repos/owner/name --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"'`,
  ],
  'it takes a Hadoop cluster; test/yarn/containers.test.ts runs the like': [
    'dedup yarn s3://my-bucket/ratings/ --output s3://my-bucket/latest/',
    'dedup yarn s3://my-bucket/ratings/ --output s3://my-bucket/latest/ --parallelism auto --max-parallelism 64',
    'dedup class-data',
    'dedup class-data /var/lib/dedup/class-data',
    'dedup yarn s3://my-bucket/ratings/ --output s3://my-bucket/latest/ --class-data /var/lib/dedup/class-data',
  ],
  'it runs until it is ended; test/stand-ins/yarn-launch.test.ts starts the like': [
    'npm run yarn',
    'npm run yarn -- --nodes 1 --memory 2048',
    'npm run yarn -- --plain',
    'npm run yarn -- --set yarn-site:yarn.nodemanager.vmem-check-enabled=true',
    'node launch.mjs --json',
  ],
  'it runs until it is ended; test/stand-ins/aws.test.ts starts the like': [
    'npm run cloud',
    'python3 stand_in.py',
    'python3 stand_in.py --cloud',
  ],
  'it changes the network of a Mac': ['sudo ifconfig lo0 alias 127.0.0.2'],
  'it measures for minutes': [
    'npm run bench',
    'npm run bench -- --large',
    'npm run bench -- sample scaling',
    'npm run bench -- quoted colons ordered json',
    'npm run bench -- zstd bzip2',
    'npm run bench -- yarn auto',
    'npm run bench -- yarn',
    'npm run bench -- yarn small --pairs 5',
    'npm run bench -- yarn --s3',
    'npm run bench -- yarn --class-data',
  ],
};

/** Nothing else is run: a line of another program may change more than a folder of this test. */
const HERE =
  /^(dedup|node dist\/dedup\.js) (sniff|run|verify|plan|report|completion) |^eval "\$\(dedup |^sort |^npm start$/;

function isHere(line: string): boolean {
  return HERE.test(line) && !line.includes('s3://');
}

/** Lines that run here in another form: `npm start` builds first, while other tests use the build. */
const INSTEAD: Readonly<Record<string, string>> = { 'npm start': `node ${join(ROOT, 'bin/sample.mjs')}` };

const listed = Object.values(NOT_HERE).flat();
const shown = documents().map((name) => ({ name, text: readDocument(name), lines: commandLines(readDocument(name)) }));

test.each(shown)('$name has command lines only in blocks that are marked `sh`', ({ text }) => {
  expect(hiddenCommandLines(text)).toEqual([]);
  const languages = codeBlocks(text).map(({ language }) => language);
  expect(languages.filter((language) => !['sh', 'text', 'json', 'sql', null].includes(language))).toEqual([]);
});

test('each line can be run here, or is listed here with the reason why it cannot', () => {
  const unknown = shown.flatMap(({ name, lines }) =>
    lines.filter((line) => isHere(line) === listed.includes(line)).map((line) => `${name}: ${line}`),
  );
  expect(unknown).toEqual([]);
});

test.each(shown.filter(({ lines }) => lines.some((line) => isHere(line))))(
  'the command lines of $name succeed',
  async ({ lines }) => {
    const shell = await sampleShell();
    for (const line of lines.filter((line) => isHere(line))) {
      const outcome = shell.run(INSTEAD[line] ?? line);
      const { status } = outcome;
      const stderr = outcome.stderr.replace(/^dedup: warning: 1 file was read by the names in the header.*\n/, '');
      expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
    }
  },
);

test('each line of the list is shown by a document, and tests that reasons name exist', () => {
  const all = new Set(shown.flatMap(({ lines }) => lines));
  expect(listed.filter((line) => !all.has(line))).toEqual([]);
  const tests = Object.keys(NOT_HERE).flatMap((reason) => reason.match(/test\/\S+\.ts/g) ?? []);
  expect(tests.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  expect(scripts.start).toBe('node bin/setup.mjs && node bin/sample.mjs');
});

test('the picture of README.md is true', async () => {
  const picture = codeBlocks(readDocument('README.md')).find(({ language }) => language === 'text');
  const [, ...rows] = (picture?.lines ?? []).map((line) => line.match(/\S+\^\S+/g) ?? []);
  expect(rows).toHaveLength(3);
  const shell = await sampleShell();
  writeFiles(shell.home, { 'picture/in': `${rows.map(([input]) => input).join('\n')}\n` });
  expect(shell.run('dedup run picture --output out --quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
  const expected = rows.flatMap(([, output]) => (output === undefined ? [] : [output]));
  expect(readOutput(join(shell.home, 'out')).records.trim().split('\n').sort()).toEqual(expected.sort());
});
