import { resolveLocation } from '../options/parsing/location';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { verify } from '../verify/verify';
import { print } from './output';
import { withPublished } from './published';

/** `dedup verify`: prints the problems on standard output, one a line. Throws with exit code 65 where there are any. */
export async function verifyCommand(location: string, options: { readonly json: boolean }): Promise<void> {
  const output = resolveLocation('output', location);
  const { summary, records, deletes, problems } = await withPublished(location, verify);
  const deletesWords = deletes === 0 ? '' : `, ${counted(deletes, 'delete')} beside them`;
  if (options.json) {
    print(JSON.stringify({ output, run: summary.run, records, deletes, problems }, null, 2));
  } else {
    for (const { file, offset, problem } of problems) {
      print(printable(`${file}${offset === null ? '' : ` at byte ${offset}`}: ${problem}`));
    }
    if (problems.length === 0)
      print(
        printable(
          `${output}: ${counted(records, 'record')} in ${counted(summary.output.parts.length, 'part')}${deletesWords}, all right`,
        ),
      );
  }
  if (problems.length === 0) return;
  const count = counted(problems.length, 'problem');
  throw new Failure(EXIT.badData, `'${output}' has ${count}`);
}
