/** The WebAssembly modules of the codecs. They are packed texts of the bundle, and compiled where a run needs them. */

import fs from 'node:fs';
import path from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

export type ModuleName = 'bzip2' | 'zstd-pack' | 'zstd-unpack';

/** The name under which worker threads get the texts: their own bundle does not contain them. */
const TEXTS = 'dedup: the modules of the codecs';

type Held = string | { readonly default: string };
const textOf = (held: Held) => (typeof held === 'string' ? held : held.default);

/** The texts of this bundle. A program that runs from the sources, as the gate does, cannot load texts: it has none. */
function held(): Record<ModuleName, string> | null {
  try {
    return {
      bzip2: textOf(require('../../../dist/bzip2.txt')),
      'zstd-pack': textOf(require('../../../dist/zstd-pack.txt')),
      'zstd-unpack': textOf(require('../../../dist/zstd-unpack.txt')),
    };
  } catch {
    return null;
  }
}

const texts = isMainThread ? held() : null;
// a bundle that unpacks nothing, such as that of the doctor, has empty texts, and runs in the thread of one that has them
if (texts?.bzip2) setEnvironmentData(TEXTS, texts);

function packedText(name: ModuleName): string {
  const all = getEnvironmentData(TEXTS) as unknown as Readonly<Record<ModuleName, string>> | undefined;
  return all === undefined ? fs.readFileSync(path.join(__dirname, '../../dist', `${name}.txt`), 'utf8') : all[name];
}

/** A new instance of a module, by the full names of its exports. */
export function instanceOf<Exports>(name: ModuleName, imports: WebAssembly.Imports): Exports {
  // the first line has the names of exports whose names were shortened
  const [names = '', packed = ''] = packedText(name).split('\n');
  const module = new WebAssembly.Module(gunzipSync(Buffer.from(packed, 'base64')));
  const exports = { ...new WebAssembly.Instance(module, imports).exports } as Record<string, unknown>;
  for (const [full, short] of Object.entries<string>(JSON.parse(names))) exports[full] = exports[short];
  return exports as Exports;
}
