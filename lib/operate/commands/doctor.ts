import { loadPacked } from '../../../job/aws/sdk';
import { print } from '../../../job/command/output';
import { EXIT, type ExitCode } from '../../../job/shared/exit';
import { Failure } from '../../../job/shared/failure';
import type { GivenOptions } from '../target/option-table';

export type DoctorOptions = GivenOptions<'context'>;

type Program = typeof import('../../doctor/program');

/** `dedup doctor`: prints a line for each check of the account, with its fix. */
export async function doctorCommand({ context }: DoctorOptions): Promise<void> {
  const { examine } = loadPacked<Program>('doctor');
  const found = await examine(process.cwd(), context, new Date(), print).catch((error) => {
    throw ours(error);
  });
  if (found !== EXIT.done) throw new Failure(found, 'a deployment would fail: fix what stands above');
}

/**
 * The bundle of `dedup doctor` has its own copy of the class Failure, so `instanceof` does not recognise its errors.
 */
function ours(error: Error): Error {
  if (error.name !== 'Failure') return error;
  const { exitCode } = error as Error & { readonly exitCode: ExitCode };
  return new Failure(exitCode, error.message, { cause: error });
}
