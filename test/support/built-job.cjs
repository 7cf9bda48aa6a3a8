// Loaded into the CDK app before its own code. Where the app would build the job again, which takes some five seconds, it
// gets a copy of dist/job.js. A build makes the same bytes, or a later deployment would replace the cluster.
const childProcess = require('node:child_process');
const { copyFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { join } = require('node:path');

const JOB = join(__dirname, '..', '..', 'dist', 'job.js');

const { execFileSync } = childProcess;
childProcess.execFileSync = (program, args, options) => {
  const [script, outfile, part] = args ?? [];
  if (script !== 'esbuild.config.mjs' || part !== undefined) return execFileSync(program, args, options);
  copyFileSync(JOB, outfile);
  return '';
};
syncBuiltinESMExports();
