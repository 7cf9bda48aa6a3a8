/** `--max-run-time` of a run on a cluster of its own that has none: nobody may look at that cluster, and it is paid for. */
export const MAX_RUN_TIME_ALONE = '24h';

const OPTION = '--max-run-time';

/** The arguments of a run that has a limit: its own, or this one. */
export function withRunTime(args: readonly string[]): readonly string[] {
  const isThere = args.some((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  return isThere ? args : [...args, `${OPTION}=${MAX_RUN_TIME_ALONE}`];
}
