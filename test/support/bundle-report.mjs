// node test/support/bundle-report.mjs <outfile>: bundles lib/report/page.ts as the main build does, for tests.
// This is a program of its own, because jest's module registry cannot load plugins that are ES modules.
import { build } from 'esbuild';
import { inlineBrowser } from '../../lib/report/inline-browser.mjs';

await build({
  entryPoints: [new URL('../../lib/report/page.ts', import.meta.url).pathname],
  outfile: process.argv[2],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  plugins: [inlineBrowser],
});
