import { readFileSync } from 'node:fs';
import { type AskedKey, explain } from '../explain/explain';
import { markBytes } from '../format/lines';
import { Utf16Decoder, utf16Of } from '../input/utf16';
import { resolveLocation } from '../options/parsing/location';
import { usage } from '../options/parsing/usage';
import { EXPLAIN_OPTIONS } from '../options/table/commands';
import { type Given, resolveTable } from '../options/table/option-table';
import { wholeOutput } from '../publication/whole-output';
import { AnswerNo } from '../shared/answer';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { reasonOf } from '../store/io-failure';
import { describeExplained, explanationDocument } from './describe-explained';
import { interruptible } from './interrupt';
import { print } from './output';
import { withPublished } from './published';

export type ExplainOptions = Given<typeof EXPLAIN_OPTIONS>;

/** `dedup explain`: tells where the records of keys are, and why. Ends with exit code 1 where the output has no record of a key. */
export async function explainCommand(location: string, named: readonly string[], given: ExplainOptions): Promise<void> {
  const options = resolveTable(EXPLAIN_OPTIONS, given);
  const asked = [
    ...options.key.map((text) => ({ text: Buffer.from(text).toString('latin1'), option: '--key' })),
    ...(options.keysFrom === null ? [] : keysIn(options.keysFrom)),
  ];
  if (asked.length === 0) throw usage('no key is given, expected --key <values> or --keys-from <file>');
  const inputs = named.map((input) => resolveLocation('input', input));
  const read = options.inputs || inputs.length > 0 ? inputs : null;
  await interruptible({ leavesWithParent: false }, async ({ signal }) => {
    const found = await withPublished(location, async (store) =>
      explain(await wholeOutput(store), asked, read, signal),
    );
    if (options.json) print(JSON.stringify(explanationDocument(location, found), null, 2));
    else print(describeExplained(found));
    if (found.keys.some((key) => key.found === null || key.found.isDeleted)) throw new AnswerNo();
  });
}

/** The keys in a file, one a line. Blank lines and a byte order mark are no keys. */
function keysIn(file: string): AskedKey[] {
  const lines = textOf(file).split(/\r?\n/);
  return lines.flatMap((text, i) => (text === '' ? [] : [{ text, option: `--keys-from '${file}' line ${i + 1}` }]));
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    const encoding = utf16Of(bytes);
    const text = encoding === null ? bytes : new Utf16Decoder(file, encoding).decode(bytes);
    return text.toString('latin1', markBytes(text));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.noInput, `cannot read the keys in '${file}': ${reasonOf(error)}`, { cause: error });
  }
}
