import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';
import { gzipSync } from 'fflate';

const SUFFIX = '?inline';

/**
 * An esbuild plugin. `import script, { sha256 } from './charts.ts?inline'` bundles and minifies a script (or style sheet)
 * for browsers: `script()` returns its text, and `sha256` is its hash in the form of a content security policy. The text
 * is stored packed, and unpacked by the first call, because hundreds of kilobytes of string would slow down every start
 * of the command. It is plain ASCII, which takes half the time to unpack.
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
        // The chart library is a quarter smaller without its development checks.
        define: { 'process.env.NODE_ENV': '"production"' },
        legalComments: 'inline',
        charset: 'ascii',
        logLevel: 'silent',
      });
      return {
        contents: unpackedBy(outputFiles[0].text.trim()),
        resolveDir: dirname(path),
        errors,
        warnings,
        watchFiles: Object.keys(metafile.inputs).map((input) => resolve(dirname(path), input)),
      };
    });
  },
};

/** @param {string} text */
function unpackedBy(text) {
  // fflate gives the same bytes on every version of Node. The bytes are part of the job, and a changed job replaces the
  // cluster.
  const packed = Buffer.from(gzipSync(Buffer.from(text), { level: 9, mtime: 0 })).toString('base64');
  return `
    import { gunzipSync } from 'node:zlib';
    let text;
    export default () => (text ??= gunzipSync(Buffer.from('${packed}', 'base64')).toString('latin1'));
    export const sha256 = '${createHash('sha256').update(text).digest('base64')}';`;
}
