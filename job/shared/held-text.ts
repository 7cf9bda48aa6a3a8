/**
 * Texts that the program has with it and that few runs need: packed programs and WebAssembly modules. In the bundle they
 * are comments at its end (esbuild.config.mjs), which the start of the command does not read (bin/start.ts). Where Node runs
 * the bundle by itself, V8 skips a comment in a fourth of the time that it takes for a string.
 */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { commentIn } from './comment-in';
import { EXIT } from './exit';
import { Failure } from './failure';

export type HeldText = 'sdk' | 'aws' | 'doctor' | 'bzip2' | 'zstd-pack' | 'zstd-unpack' | 'hadoop-classes';

/**
 * The file of the bundle that this code is in. It is null in bundles that run within another one, such as that of the
 * worker threads, and not defined where the sources run.
 */
declare const BUNDLE_FILE: string | null;

/** The name under which threads and bundles within this one get the place of the texts. */
const PLACE = 'dedup: the place of its texts';

type Place = { readonly folder: string } | { readonly bundle: string };

if (typeof BUNDLE_FILE === 'undefined') {
  const place: Place = { folder: path.join(__dirname, '../../dist') };
  setEnvironmentData(PLACE, place);
} else if (BUNDLE_FILE !== null) {
  const place: Place = { bundle: BUNDLE_FILE };
  setEnvironmentData(PLACE, place);
}

/** Throws with exit code 74 where the file of the program is no longer the one that was started. */
export function heldText(name: HeldText): string {
  const place = getEnvironmentData(PLACE) as unknown as Place;
  if ('bundle' in place) return textIn(place.bundle, name);
  return readFileSync(path.join(place.folder, `${name}.txt`), 'utf8');
}

function textIn(file: string, name: HeldText): string {
  const text = commentIn(readFileSync(file, 'latin1'), name);
  if (text !== null) return text;
  throw new Failure(EXIT.io, `'${file}' was replaced while it ran, and has no text '${name}' now; run again`);
}
