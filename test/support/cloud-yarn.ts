/** What the clusters of the stand-in need to run the job. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const JAVA = join(__dirname, '../yarn/java.mjs');

/** Why no YARN starts on this machine, or null. */
export function whyNoYarn(): string | null {
  // jest's own modules cannot import it
  const look = `import { findJava } from ${JSON.stringify(JAVA)}; try { findJava() } catch (e) { console.log(e.message) }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', look], { encoding: 'utf8' });
  return stdout.trim() || null;
}
