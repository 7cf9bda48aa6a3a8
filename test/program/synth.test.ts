import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const SOURCES = ['bin', 'lib', 'job', 'assets', 'esbuild.config.mjs', 'cdk.json', 'package.json', 'tsconfig.json'];
/** The kernel as the build has compiled it, which takes half of the CPU time of this test. Its name tells its sources. */
const COMPILED = 'dist/.compiled';
const BUILT_JOB = path.join(ROOT, 'test/support/built-job.cjs');
/** The test does three synths, two of them with a build of the job, which take long on a busy machine. */
const TIMEOUT_MS = 600_000;

let folder: string;
let clone: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-synth-'));
  clone = path.join(folder, 'clone');
  for (const name of [...SOURCES, COMPILED])
    fs.cpSync(path.join(ROOT, name), path.join(clone, name), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'));
  fs.mkdirSync(path.join(ROOT, '.node-tarballs'), { recursive: true });
  fs.symlinkSync(path.join(ROOT, '.node-tarballs'), path.join(clone, '.node-tarballs'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** The template of the cluster's stack in this folder, as the CDK CLI synthesizes it. */
function synthesized(name: string, cwd = clone, more = {}): string {
  const out = path.join(folder, name);
  // without the check of the templates by the CDK's own rules, which takes longer than the rest
  const cdk = { CDK_OUTDIR: out, CDK_DEFAULT_REGION: '', CDK_DEFAULT_ACCOUNT: '', CDK_VALIDATION: 'false' };
  const env = { ...process.env, ...cdk, ...more };
  execFileSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { cwd, env, stdio: 'pipe' });
  return fs.readFileSync(path.join(out, 'dedup-cluster.template.json'), 'utf8');
}

function change(file: string, change: (text: string) => string): void {
  const name = path.join(clone, file);
  const text = fs.readFileSync(name, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  fs.writeFileSync(name, changed);
}

/** The policies of the role of the nodes. */
function rights(template: string): unknown {
  const resources: Record<string, { readonly Properties: { readonly Policies: unknown } }> =
    JSON.parse(template).Resources;
  const [role] = Object.keys(resources).filter((id) => id.startsWith('RolesInstanceRole')) as [string];
  return resources[role]?.Properties.Policies;
}

/** The arguments of the copy step: the keys of the script, the job and Node, and the folder that they are copied to. */
function copied(template: string): string[] {
  const [copy] = JSON.parse(template).Resources.Cluster.Properties.Steps;
  return copy.HadoopJarStep.Args.slice(-4).map((each: unknown) => JSON.stringify(each));
}

test(
  'the template changes with the job, the assets and the stacks, and with no other file',
  () => {
    // this shows too that the built job is the one that a synth builds
    const before = synthesized('before', ROOT, { NODE_OPTIONS: `--require=${BUILT_JOB}` });

    change('lib/operate/program.ts', (text) => `${text}\nexport const another = 1;\n`);
    change('bin/dedup.ts', (text) => text.replace("'", "/* another */ '"));
    change('lib/settings/table.ts', (text) => text.replace('of the one master node', 'of the master'));
    fs.writeFileSync(path.join(clone, 'README.md'), 'another');
    // a comment is not in the bundle
    change('job/run/run.ts', (text) => `// another comment\n${text}`);
    expect(synthesized('outside')).toBe(before);

    change('job/shared/failure.ts', (text) => text.replace('a defect, please', 'something is wrong, please'));
    change('assets/copy-job.sh', (text) => `${text}# another\n`);
    const inside = synthesized('inside');
    // the rights stay the same, because a cluster that starts during the deployment still copies the former files
    expect(rights(inside)).toEqual(rights(before));
    expect(JSON.stringify(rights(before))).toContain('/dedup/*');
    const [script, job, node, target] = copied(inside);
    const [oldScript, oldJob, oldNode, oldTarget] = copied(before);
    expect([script === oldScript, job === oldJob, node === oldNode, target === oldTarget]).toEqual([
      false,
      false,
      true,
      false,
    ]);
  },
  TIMEOUT_MS,
);
