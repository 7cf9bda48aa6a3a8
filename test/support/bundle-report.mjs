// node test/support/bundle-report.mjs <outfile>: lib/report/page.ts as the main build bundles it, for a test to require.
// A program of its own: jest's module registry knows nothing of ES module plugins.
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
