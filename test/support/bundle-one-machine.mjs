// node test/support/bundle-one-machine.mjs <outfile>: bundles one-machine.ts as the main build bundles the job.
import { build } from 'esbuild';
import { BUNDLE } from '../../esbuild.config.mjs';

await build({
  ...BUNDLE,
  entryPoints: [new URL('one-machine.ts', import.meta.url).pathname],
  outfile: process.argv[2],
});
