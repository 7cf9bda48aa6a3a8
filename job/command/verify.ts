import { resolveLocation } from '../options/parsing/location';
import { openPublished } from '../place/open-output';
import { UnreadableSummary } from '../publication/previous-output';
import { settleLeft } from '../publication/settle-left';
import { endDeadDriver } from '../runner/yarn/dead-driver';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { newRunId } from '../shared/run-id';
import { type Verification, verify } from '../verify/verify';
import { warn } from './complain';
import { print } from './output';

/** `dedup verify`: prints the problems on standard output, one a line. Throws with exit code 65 where there are any. */
export async function verifyCommand(location: string, options: { readonly json: boolean }): Promise<void> {
  const output = resolveLocation('output', location);
  const { summary, records, problems } = await settledAndVerified(output).catch(damaged);
  if (options.json) {
    print(JSON.stringify({ output, run: summary.run, records, problems }, null, 2));
  } else {
    for (const { file, offset, problem } of problems) {
      print(printable(`${file}${offset === null ? '' : ` at byte ${offset}`}: ${problem}`));
    }
    if (problems.length === 0)
      print(
        printable(
          `${output}: ${counted(records, 'record')} in ${counted(summary.output.parts.length, 'part')}, all right`,
        ),
      );
  }
  if (problems.length === 0) return;
  const count = counted(problems.length, 'problem');
  throw new Failure(EXIT.badData, `'${output}' has ${count}`);
}

async function settledAndVerified(output: string): Promise<Verification> {
  const store = openPublished(output);
  // a run that was interrupted while it published is finished or undone before anything is judged
  await settleLeft(store, {
    takeLease: () => store.takeLease({ run: newRunId(new Date()) }),
    endDead: endDeadDriver(output, process.env),
    warn,
  });
  return verify(store);
}

/**
 * Turns an unreadable summary into bad data, with exit code 65. A run that finds one cannot write there; for a check of
 * the output it is damage.
 */
function damaged(error: unknown): never {
  if (!(error instanceof UnreadableSummary)) throw error;
  const { file, reason } = error;
  throw new Failure(
    EXIT.badData,
    `${file} is not a summary that this program can read (${reason}), so nothing else there can be checked: bring it ` +
      'back from a copy, or run again into another folder',
    { cause: error },
  );
}
