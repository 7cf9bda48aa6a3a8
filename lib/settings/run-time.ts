/**
 * The `--max-run-time` of a run on a cluster of its own that sets none. Nobody may be watching that cluster, and it
 * costs money.
 */
export const MAX_RUN_TIME_ALONE = '24h';

const OPTION = '--max-run-time';

/** Returns the arguments with a limit: their own if they have one, else this default. */
export function withRunTime(args: readonly string[]): readonly string[] {
  const isThere = args.some((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  return isThere ? args : [...args, `${OPTION}=${MAX_RUN_TIME_ALONE}`];
}
