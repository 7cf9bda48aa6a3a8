/** The WebAssembly modules of the codecs. They are packed texts of the bundle, and compiled where a run needs them. */

import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import bzip2 from '../../dist/bzip2.txt';
import zstdPack from '../../dist/zstd-pack.txt';
import zstdUnpack from '../../dist/zstd-unpack.txt';

export type ModuleName = 'bzip2' | 'zstd-pack' | 'zstd-unpack';

/** The name under which worker threads get the texts: their own bundle does not contain them. */
const TEXTS = 'dedup: the modules of the codecs';

// a bundle that unpacks nothing, such as that of the doctor, has no texts, and runs in the thread of one that has them
if (isMainThread && bzip2 !== '')
  setEnvironmentData(TEXTS, { bzip2, 'zstd-pack': zstdPack, 'zstd-unpack': zstdUnpack });

/** A new instance of a module, by the full names of its exports. */
export function instanceOf<Exports>(name: ModuleName, imports: WebAssembly.Imports): Exports {
  const texts = getEnvironmentData(TEXTS) as unknown as Readonly<Record<ModuleName, string>>;
  // the first line has the names of exports whose names were shortened
  const [names = '', packed = ''] = texts[name].split('\n');
  const module = new WebAssembly.Module(gunzipSync(Buffer.from(packed, 'base64')));
  const exports = { ...new WebAssembly.Instance(module, imports).exports } as Record<string, unknown>;
  for (const [full, short] of Object.entries<string>(JSON.parse(names))) exports[full] = exports[short];
  return exports as Exports;
}
