import type { Runner } from '../runner';

/**
 * Ends the application of a dead driver, for commands that work without YARN: the dead run from which a lease is taken
 * over may have been a driver on this machine.
 */
export function endDeadDriver(output: string, env: NodeJS.ProcessEnv): Runner['endDead'] {
  // the code that reaches the cluster is loaded only where a run has died
  return async (tookOver) => {
    if (tookOver !== undefined) await (await import('./cluster')).endDeadOnThisMachine(output, env);
  };
}
