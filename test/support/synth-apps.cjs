// `node --import tsx synth-apps.cjs <apps>`: synthesizes the CDK app several times in one process, because loading the CDK
// takes most of the time of a synth. <apps> is a JSON list of {"folder", "context"}.
const { join } = require('node:path');

const APP = join(__dirname, '..', '..', 'bin', 'app.ts');
// the context that the CDK CLI adds by default
const DEFAULTS = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': false,
  'aws:cdk:bundling-stacks': ['**'],
};

/** @type {readonly { folder: string, context: Readonly<Record<string, string>> }[]} */
const apps = JSON.parse(process.argv[2] ?? '[]');
for (const { folder, context } of apps) {
  process.env.CDK_OUTDIR = folder;
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...DEFAULTS, ...context });
  delete require.cache[APP];
  require(APP);
}
