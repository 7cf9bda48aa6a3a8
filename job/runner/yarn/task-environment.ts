/** What a container needs of this process's environment: it has none of its own, not even a region. */

/** Not what names places of this machine. */
const PASSED_ON = /^AWS_(?!PROFILE$|CONFIG_FILE$|SHARED_CREDENTIALS_FILE$|CONTAINER_)/;

/** For the tasks' processes. */
export async function taskEnvironment(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const passed = Object.entries(env).filter(([name, value]) => PASSED_ON.test(name) && value !== undefined);
  return Object.fromEntries(passed as [string, string][]);
}
