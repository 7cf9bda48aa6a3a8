import fs from 'node:fs';
import { resolveLocation } from '../options/parsing/location';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { describeFindings } from '../sniff/describe';
import { findingsDocument } from '../sniff/document';
import { type Findings, sniffed } from '../sniff/findings';
import { readSamples, type Samples } from '../sniff/read-samples';
import { runCommand } from '../sniff/run-command';
import { skippedWarnings } from '../summary/skipped-files';
import { warn } from './complain';
import { interruptible } from './interrupt';
import { print } from './output';

const OUTPUT = 'latest';

/** `dedup sniff`: looks at the starts of files, and prints the command that reads them. */
export async function sniffCommand(inputs: readonly string[], options: { readonly json: boolean }): Promise<void> {
  const locations = inputs.map((input) => resolveLocation('input', input));
  const read = await interruptible({ leavesWithParent: false }, ({ signal }) => readSamples(locations, signal));
  for (const warning of skippedWarnings(read.inputs.skipped)) warn(warning);
  const found = sniffed(read.samples);
  if (found.table === null) {
    const [first] = found.others;
    throw new Failure(EXIT.badData, `'${first?.path}' ${first?.why}`);
  }
  const findings = { ...found, doubts: [...read.doubts, ...found.doubts] };
  const command = runCommand(findings, { inputs: inputsOf(inputs, read, findings), output: unusedOutput() });
  if (options.json) print(JSON.stringify(findingsDocument(findings, read.looked, command), null, 2));
  else print(describeFindings(findings, read.looked, command));
}

/** The inputs without the files of another kind; null where it is not known which files are of that kind. */
function inputsOf(
  inputs: readonly string[],
  { looked }: Samples,
  { others, table }: Findings,
): readonly string[] | null {
  if (others.length === 0) return inputs;
  return looked.lookedFiles === looked.files ? table.files : null;
}

/** A folder that does not exist yet: a run would replace an earlier output there. */
function unusedOutput(): string {
  let name = OUTPUT;
  for (let i = 2; fs.existsSync(name); i++) name = `${OUTPUT}-${i}`;
  return `${name}/`;
}
