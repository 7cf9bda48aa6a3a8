/** Puts another page beside a published output, as a run would. */

import { openPublished } from '../place/open-output';
import { REPORT_FILE } from '../shared/output-files';
import { newRunId } from '../shared/run-id';
import { withLease } from '../store/with-lease';

/** Throws where another run has the output, or has taken it over meanwhile: a run that publishes brings its own page. */
export async function replaceReport(output: string, page: string, warn: (message: string) => void): Promise<void> {
  const store = openPublished(output);
  const run = newRunId(new Date());
  await withLease(await store.takeLease({ run }), warn, async (lease) => {
    // paused for so long that another run has published, it has nothing staged any more
    const staging = await store.enter(run, false);
    await store.stage(staging, REPORT_FILE, page);
    await lease.check();
    await store.replace(staging, REPORT_FILE);
    await store.discard(staging);
  });
}
