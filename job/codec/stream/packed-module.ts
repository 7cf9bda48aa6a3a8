/** The WebAssembly modules of the codecs, which are compiled where a run needs them. */

import { gunzipSync } from 'node:zlib';
import { heldText } from '../../shared/held-text';

export type ModuleName = 'bzip2' | 'zstd-pack' | 'zstd-unpack';

/** A new instance of a module, by the full names of its exports. */
export function instanceOf<Exports>(name: ModuleName, imports: WebAssembly.Imports): Exports {
  // the first line has the names of exports whose names were shortened
  const [names = '', packed = ''] = heldText(name).split('\n');
  const module = new WebAssembly.Module(gunzipSync(Buffer.from(packed, 'base64')));
  const exports = { ...new WebAssembly.Instance(module, imports).exports } as Record<string, unknown>;
  for (const [full, short] of Object.entries<string>(JSON.parse(names))) exports[full] = exports[short];
  return exports as Exports;
}
