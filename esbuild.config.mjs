/** Makes dist/: the kernel, the threads' program, the job alone, and the whole command. Run by `npm run build`. */

import { chmod, mkdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { buildKernel } from './job/kernel/build.mjs';
import { inlineBrowser } from './lib/report/inline-browser.mjs';

/** @type {import('esbuild').BuildOptions} */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  loader: { '.wasm': 'binary', '.txt': 'text' },
  // for packages that are ES modules: the bundle, which has to run from any folder under any name, is none
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "#!/usr/bin/env node\nconst bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
  plugins: [inlineBrowser],
};

if (process.argv[1] === import.meta.filename) {
  await mkdir('dist', { recursive: true });
  await buildKernel('dist/kernel.wasm');
  await build({ ...BUNDLE, banner: {}, entryPoints: ['job/runner/worker.ts'], outfile: 'dist/worker.txt' });
  await build({ ...BUNDLE, entryPoints: ['job/main.ts'], outfile: 'dist/job.js' });
  await build({ ...BUNDLE, entryPoints: ['bin/dedup.ts'], outfile: 'dist/dedup.js' });
  await chmod('dist/dedup.js', 0o755);
}
