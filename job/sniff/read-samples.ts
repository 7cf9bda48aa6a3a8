/** The edge of `dedup sniff`: reads the starts of some files of the inputs. */

import { codecOf } from '../codec/codecs';
import { type Inputs, listInputs } from '../input/list';
import { openInput } from '../input/open-input';
import { refuseForeign } from '../input/refuse-foreign';
import { withSource } from '../input/with-source';
import { PLAIN_READING } from '../options/spec';
import { noContentWords } from '../run/refuse-before';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { inFlight } from '../shared/in-flight';
import type { InputFile } from '../store/place';
import type { Looked } from './describe';
import { chosenOf, type Doubt, doubt, type FileSample, SAMPLE_BYTES } from './sample';

const FILES_AT_A_TIME = 4;
/** Control bytes that stand between columns, and make no file binary. */
const CONTROL_SEPARATORS = '\x01\x02\x1e\x1f';

export interface Samples {
  readonly inputs: Inputs;
  readonly samples: readonly FileSample[];
  readonly looked: Looked;
  readonly doubts: readonly Doubt[];
}

/**
 * Throws with exit code 66 where the inputs have no content, and with 65 where a file that is looked at is no text.
 * `locations` are resolved already.
 */
export async function readSamples(locations: readonly string[], signal: AbortSignal): Promise<Samples> {
  const inputs = await listInputs(locations, 'fail');
  const nothing = noContentWords(inputs);
  if (nothing !== null) throw new Failure(EXIT.noInput, `${nothing}; name files that have records`);
  const listed = [...inputs.files];
  const files = listed.filter(({ sizeBytes }) => sizeBytes > 0);
  const chosen = chosenOf(files.length).map((i) => files[i] as InputFile);
  const read = await inFlight(FILES_AT_A_TIME, chosen, (file) => readSample(file, signal));
  const samples = read.filter(({ bytes }) => bytes.length > 0);
  if (samples.length === 0)
    throw new Failure(EXIT.noInput, `'${chosen[0]?.path}' has nothing in it; name files that have records`);
  return {
    inputs,
    samples,
    looked: {
      files: files.length,
      bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      lookedFiles: chosen.length,
      lookedBytes: chosen.reduce((sum, file, i) => sum + storedBytes(file, read[i] as FileSample), 0),
    },
    doubts: damagedFiles(listed),
  };
}

async function readSample(file: InputFile, signal: AbortSignal): Promise<FileSample> {
  const buffer = Buffer.alloc(SAMPLE_BYTES);
  let isUtf16 = false;
  const source = openInput(file, 0, SAMPLE_BYTES, PLAIN_READING, { onUtf16: () => (isUtf16 = true) });
  let filled = 0;
  let got = -1;
  await withSource(source, signal, async () => {
    while (got !== 0 && filled < buffer.length) {
      got = await source.read(buffer.subarray(filled));
      filled += got;
    }
  });
  const bytes = buffer.subarray(0, filled);
  refuseForeign(file, bytes, { separator: CONTROL_SEPARATORS });
  const isWhole = got === 0 || (codecOf(file).isSplittable && !isUtf16 && filled === file.sizeBytes);
  return { path: file.path, bytes, isWhole, isUtf16 };
}

/** How much of the file, as it is stored, the sample is: of a packed file all, as it cannot be told otherwise. */
function storedBytes(file: InputFile, { bytes, isWhole, isUtf16 }: FileSample): number {
  if (isWhole) return file.sizeBytes;
  return codecOf(file).isSplittable && !isUtf16 ? bytes.length : Math.min(file.sizeBytes, SAMPLE_BYTES);
}

/** Empty files of a packed format are damaged, and a run would end at them. */
function damagedFiles(files: readonly InputFile[]): Doubt[] {
  const damaged = files.filter((file) => file.sizeBytes === 0 && !codecOf(file).isSplittable);
  if (damaged.length === 0) return [];
  const are = damaged.length === 1 ? 'is' : 'are';
  return [
    doubt(
      'files',
      `${counted(damaged.length, 'packed file')} ${are} empty, such as '${damaged[0]?.path}', and a run ends there: take them out`,
    ),
  ];
}
