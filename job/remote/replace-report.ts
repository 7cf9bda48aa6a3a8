/** Replaces the report of a published output, by the same steps with which a run publishes one. */

import { openPublished } from '../place/open-output';
import { REPORT_FILE } from '../shared/output-files';
import { newRunId } from '../shared/run-id';
import { withLease } from '../store/with-lease';

/** Throws where another run holds the output, or has taken it over meanwhile: that run publishes its own report. */
export async function replaceReport(output: string, page: string, warn: (message: string) => void): Promise<void> {
  const store = openPublished(output);
  const run = newRunId(new Date());
  await withLease(await store.takeLease({ run }), warn, async (lease) => {
    // if another run publishes while this process is paused, the staged report is gone and nothing is replaced
    const staging = await store.enter(run, false);
    await store.stage(staging, REPORT_FILE, page);
    await lease.check();
    await store.replace(staging, REPORT_FILE);
    await store.discard(staging);
  });
}
