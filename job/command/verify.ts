import { EXIT, JOURNAL_FILE } from '../contract';
import { Failure } from '../failure';
import { counted } from '../figures';
import { settle } from '../publish';
import { newRunId } from '../run-id';
import { openOutput } from '../store/open';
import type { OutputStore } from '../store/store';
import { verify } from '../verify';

/** `dedup verify`: problems on standard output, one a line. */
export async function verifyCommand(output: string, options: { readonly json: boolean }): Promise<void> {
  const store = openOutput(output);
  await settleFirst(store);
  const { summary, records, problems } = await verify(store);
  if (options.json) {
    console.log(JSON.stringify({ output, run: summary.run, records, problems }, null, 2));
  } else {
    for (const { file, offset, problem } of problems) {
      console.log(`${file}${offset === null ? '' : ` at byte ${offset}`}: ${problem}`);
    }
    if (problems.length === 0)
      console.log(`${output}: ${records} records in ${summary.output.parts.length} parts, all right`);
  }
  if (problems.length === 0) return;
  const count = counted(problems.length, 'problem');
  throw new Failure(EXIT.badData, `'${output}' has ${count}`);
}

/** A run that was interrupted while it published is finished or undone before anything is judged. */
async function settleFirst(store: OutputStore): Promise<void> {
  if ((await store.read(JOURNAL_FILE)) === undefined) return;
  const lease = await store.takeLease({ run: newRunId(new Date()) });
  try {
    await settle(store);
  } finally {
    await lease.release();
  }
}
