/**
 * Texts that the program has with it and that few runs need: packed programs and WebAssembly modules. In the bundle they
 * are comments at its end (bin/build/program.mjs), which the start of the command does not read (bin/start.ts). Where Node
 * runs the bundle by itself, V8 skips a comment in a fourth of the time that it takes for a string. The last comment has
 * the offsets of each text, so that a text is read without the others.
 */

import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from './exit';
import { Failure } from './failure';

export type HeldText = 'sdk' | 'aws' | 'doctor' | 'bzip2' | 'zstd-pack' | 'zstd-unpack' | 'hadoop-classes';

/**
 * The file of the bundle that this code is in. It is null in bundles that run within another one, such as that of the
 * worker threads, and not defined where the sources run.
 */
declare const BUNDLE_FILE: string | null;

export type PlaceOfTexts = { readonly folder: string } | { readonly bundle: string };

/** The global variable with the place of the texts. Bundles within this one have it too, and each thread is given it. */
export const PLACE_OF_TEXTS = 'dedup: the place of its texts';
const globals = globalThis as { [PLACE_OF_TEXTS]?: PlaceOfTexts };

if (typeof BUNDLE_FILE === 'undefined') globals[PLACE_OF_TEXTS] = { folder: path.join(__dirname, '../../dist') };
else if (BUNDLE_FILE !== null) globals[PLACE_OF_TEXTS] = { bundle: BUNDLE_FILE };

export function placeOfTexts(): PlaceOfTexts {
  return globals[PLACE_OF_TEXTS] as PlaceOfTexts;
}

/** Throws with exit code 74 where the file of the program is no longer the one that was started. */
export function heldText(name: HeldText): string {
  const place = placeOfTexts();
  if ('folder' in place) return readFileSync(path.join(place.folder, `${name}.txt`), 'utf8');
  const text = textIn(place.bundle, name);
  if (text !== null) return text;
  throw new Failure(EXIT.io, `'${place.bundle}' was replaced while it ran, and has no text '${name}' now; run again`);
}

/** At least as many bytes as the last comment has. */
const LAST_COMMENT_BYTES = 1024;

function textIn(bundle: string, name: HeldText): string | null {
  const file = openSync(bundle, 'r');
  try {
    const { size } = fstatSync(file);
    const [, where] = /\n\/\*texts (.*)\*\/\n$/.exec(read(file, Math.max(0, size - LAST_COMMENT_BYTES), size)) ?? [];
    if (where === undefined) return null;
    const [start, end] = JSON.parse(where)[name] ?? [0, 0];
    return end === 0 ? null : read(file, start, end);
  } finally {
    closeSync(file);
  }
}

function read(file: number, start: number, end: number): string {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, start));
}
