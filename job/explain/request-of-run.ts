/** Reads from a summary how the run that made an output has read its inputs. */

import { Command, CommanderError } from 'commander';
import { addOptions } from '../options/commander';
import { type JobOptions, type JobRequest, resolveJob } from '../options/options';
import { RUN_OPTIONS, YARN_OPTIONS } from '../options/table/commands';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { Summary } from '../summary/summary';

/**
 * The request of the run, for other inputs. The summary has the command line, since it does not state how the files of a
 * user differ from the parts. Throws with exit code 65 where it is no command line that this program knows.
 */
export function requestOfRun({ command, spec, run }: Summary, inputs: readonly string[]): JobRequest {
  const [, name, ...words] = command;
  try {
    const parser = addOptions(new Command(name), name === 'yarn' ? YARN_OPTIONS : RUN_OPTIONS)
      .argument('<input...>')
      .exitOverride()
      .configureOutput({ writeErr: () => {}, writeOut: () => {} })
      .action(() => {});
    parser.parse(words, { from: 'user' });
    const request = resolveJob(inputs, parser.opts<JobOptions>());
    // the columns are known by now, and files are read by the names in their headers
    return { ...request, merge: false, newOnly: false, record: { ...request.record, columns: spec.columns } };
  } catch (error) {
    if (!(error instanceof CommanderError || error instanceof Failure)) throw error;
    throw new Failure(
      EXIT.badData,
      `the command line of run ${run} in the summary is not understood (${error.message.replace(/^error: /, '')}), so it ` +
        'is not known how its inputs are read',
      { cause: error },
    );
  }
}
