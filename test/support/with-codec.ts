import { codecOfName } from '../../job/codec/codecs';
import type { InputFile } from '../../job/store/place';

/** A file with the codec of its name, as a place lists it. */
export function withCodec(file: Omit<InputFile, 'codec'>): InputFile {
  return { ...file, codec: codecOfName(file.path).name };
}
