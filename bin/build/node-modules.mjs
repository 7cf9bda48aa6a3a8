/** Plugins of esbuild for modules of Node: how they are bundled decides how fast the command starts. */

import path from 'node:path';

/**
 * Leaves node:child_process out of commander, the parser of the command line. Commander loads that module at every
 * start, for subcommands that are programs of their own, and this command has none.
 *
 * @type {import('esbuild').Plugin}
 */
export const withoutSubprograms = {
  name: 'without-subprograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path: module, importer }) =>
      path.dirname(importer).endsWith('commander/lib') ? { path: module, namespace: 'left-out' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: '' }));
  },
};

/**
 * Loads some modules of Node at the first use of one of their functions or classes, because few runs use one:
 * node:crypto, whose loading takes some 8 ms in each thread, and node:module and node:worker_threads, which take 1 and
 * 2 ms. A module has a line of LATE_MEMBERS.
 *
 * @type {import('esbuild').Plugin}
 */
export const withLateModules = {
  name: 'with-late-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(crypto|module|worker_threads)$/ }, ({ path: module, namespace }) =>
      namespace === 'late' ? { path: module, external: true } : { path: module, namespace: 'late', sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path: module }) => {
      const members = await import(module);
      const late = LATE_MEMBERS[module] ?? [];
      return { contents: late.map((name) => lateExport(module, name, typeof members[name] === 'function')).join('\n') };
    });
  },
};

/**
 * The members of late modules that are imported anywhere; the build refuses an import of another one. They are not taken
 * from the modules themselves, which have more members in newer versions of Node: the bytes of the job must not depend on
 * the Node that builds it.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LATE_MEMBERS = {
  'node:crypto': [
    ...['createHash', 'createHmac', 'createPrivateKey', 'createPublicKey', 'getRandomValues', 'randomBytes', 'sign'],
  ],
  'node:module': ['createRequire'],
  'node:worker_threads': ['Worker', 'isMainThread', 'parentPort'],
};

/**
 * @param {string} module
 * @param {string} name
 * @param {boolean} isFunction a function or class; other members are read at once, where they are used at all
 */
function lateExport(module, name, isFunction) {
  const member = `require('${module}').${name}`;
  return isFunction
    ? `export function ${name}(...given) { return new.target ? new (${member})(...given) : ${member}(...given); }`
    : `export const ${name} = /* @__PURE__ */ (() => ${member})();`;
}

/**
 * Makes one object of a module of Node for all files with an import such as `import fs from 'node:fs'`. By itself esbuild
 * makes one for each of these files, with a getter for each member of the module, which takes 0.2 ms each.
 *
 * @type {import('esbuild').Plugin}
 */
export const withSharedModules = {
  name: 'with-shared-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(fs|fs\/promises|os|path|zlib)$/ }, ({ path: module, namespace, kind }) =>
      namespace === 'shared' || kind !== 'import-statement'
        ? { path: module, external: true }
        : { path: module, namespace: 'shared', sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: module }) => ({
      contents: `export * from '${module}'; export default require('${module}');`,
    }));
  },
};
