import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

const SUFFIX = '?inline';

/**
 * esbuild plugin. `import text from './charts.ts?inline'` is what a browser would run: the script (or style sheet)
 * bundled from that file, minified, as a string.
 *
 * @type {import('esbuild').Plugin}
 */
export const inlineBrowser = {
  name: 'inline-browser',
  setup(outer) {
    outer.onResolve({ filter: /\?inline$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice(0, -SUFFIX.length)),
      namespace: 'inline-browser',
    }));
    outer.onLoad({ filter: /.*/, namespace: 'inline-browser' }, async ({ path }) => {
      const { outputFiles, metafile, errors, warnings } = await build({
        entryPoints: [path],
        absWorkingDir: dirname(path),
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        format: 'iife',
        platform: 'browser',
        target: ['es2022', 'chrome107', 'firefox104', 'safari16'],
        // Without its development checks the chart library is a quarter smaller.
        define: { 'process.env.NODE_ENV': '"production"' },
        legalComments: 'inline',
        charset: 'utf8',
        logLevel: 'silent',
      });
      return {
        contents: outputFiles[0].text.trim(),
        loader: 'text',
        errors,
        warnings,
        watchFiles: Object.keys(metafile.inputs).map((input) => resolve(dirname(path), input)),
      };
    });
  },
};
