import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const SUFFIX = '?inline';

/**
 * esbuild plugin. `import script from './charts.ts?inline'` makes `script()` what a browser would run: the script (or style sheet)
 * bundled from that file, minified. It is packed, and unpacked by the first call: hundreds of kilobytes of string would
 * slow every start of the command down.
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
        contents: unpackedBy(gzipSync(outputFiles[0].text.trim(), { level: 9 })),
        resolveDir: dirname(path),
        errors,
        warnings,
        watchFiles: Object.keys(metafile.inputs).map((input) => resolve(dirname(path), input)),
      };
    });
  },
};

/** @param {Buffer} packed */
function unpackedBy(packed) {
  return `
    import { gunzipSync } from 'node:zlib';
    let text;
    export default () => (text ??= gunzipSync(Buffer.from('${packed.toString('base64')}', 'base64')).toString());`;
}
