import type { Runner } from '../runner';

/** For commands that do without YARN: the run that held the lease before, and died, may have been a driver of an application. */
export function endDeadDriver(output: string, env: NodeJS.ProcessEnv): Runner['endDead'] {
  // what reaches the cluster is loaded where somebody has died
  return async (tookOver) => {
    if (tookOver !== undefined) await (await import('./cluster')).endDeadOfHere(output, env);
  };
}
