/** The options of the bundles. */

import { inlineBrowser } from '../../lib/report/inline-browser.mjs';
import { withLateModules, withoutSubprograms, withSharedModules } from './node-modules.mjs';

export const SHEBANG = '#!/usr/bin/env node';
export const URL_OF_BUNDLE = "const ownBundle={get url(){return require('node:url').pathToFileURL(__filename).href}};";

/** @type {import('esbuild').BuildOptions} */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  loader: { '.wasm': 'binary', '.txt': 'text' },
  // packages that are ES modules use import.meta.url, which the bundle lacks: it is no ES module, since it has to run
  // from any folder under any name
  define: { 'import.meta.url': 'ownBundle.url', BUNDLE_FILE: '__filename' },
  banner: { js: `${SHEBANG}\n${URL_OF_BUNDLE}` },
  logLevel: 'warning',
  plugins: [inlineBrowser, withoutSubprograms, withLateModules, withSharedModules],
};

/**
 * The options for bundles that others hold as text, and that only commands load that use S3 or operate a cluster. They
 * are built from the packages' ES modules, which leaves out unused code.
 */
export const AWS_SDK = {
  banner: {},
  write: false,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  // the text is compiled as a function, in which there is no `import()`
  supported: { 'dynamic-import': false },
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"', BUNDLE_FILE: 'null' },
};

/**
 * The options for the worker's bundle, a text in the other bundles. Each thread compiles it, so the packages for patterns
 * are left out: only the main thread lists inputs.
 */
export const WORKER = {
  banner: {},
  entryPoints: ['job/runner/worker/worker.ts'],
  define: { ...BUNDLE.define, BUNDLE_FILE: 'null' },
  loader: { ...BUNDLE.loader, '.txt': 'empty' },
  external: ['tinyglobby'],
  // a script has no `import()`
  supported: { 'dynamic-import': false },
};
