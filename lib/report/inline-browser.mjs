import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';
import { gzipSync } from 'fflate';

const SUFFIX = '?inline';

/**
 * esbuild plugin. `import script, { sha256 } from './charts.ts?inline'` makes `script()` what a browser would run: the
 * script (or style sheet) bundled from that file, minified; and `sha256` its hash, as a content security policy names it.
 * It is packed, and unpacked by the first call: hundreds of kilobytes of string would slow every start of the command
 * down. ASCII alone, which is unpacked in half the time.
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
  // the same bytes by any version of Node: they are part of the job, and another job replaces a cluster
  const packed = Buffer.from(gzipSync(Buffer.from(text), { level: 9, mtime: 0 })).toString('base64');
  return `
    import { gunzipSync } from 'node:zlib';
    let text;
    export default () => (text ??= gunzipSync(Buffer.from('${packed}', 'base64')).toString('latin1'));
    export const sha256 = '${createHash('sha256').update(text).digest('base64')}';`;
}
