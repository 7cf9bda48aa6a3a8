import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Summary } from '../../job/summary/summary';
import { newVisit, resetPage, startBrowser, type Visit, whyNoBrowser } from './browser';

/** Draws a report and opens it in the browser, after `change` has altered its HTML. */
type Open = (summary: Summary, options?: BrowserContextOptions, change?: (html: string) => string) => Promise<Visit>;

/** A limit that is ample for a report and too small for the whole chart library. */
const MAX_BYTES = 700_000;

/**
 * Tests of reports in a browser. A page that a test opens must request nothing but its own file and report no error. If
 * no browser can start, every test is skipped and the reason is printed.
 */
export function reportPages(name: string, tests: (open: Open) => void): void {
  const noBrowser = whyNoBrowser();
  if (noBrowser !== null) process.stderr.write(`SKIPPED ${name}: no browser starts here: ${noBrowser}\n`);
  const inBrowser = noBrowser === null ? describe : describe.skip;

  inBrowser(name, () => {
    let folder: string;
    const visits: Visit[] = [];
    /** Pages without options of their own, for later tests: a new page takes twice the CPU time of another file. */
    const idle: Visit[] = [];
    const ofTheirOwn = new Set<Visit>();
    let drawReport: (summary: Summary) => string;
    let browser: Browser | undefined;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'report-test-'));
      const bundle = join(folder, 'page.cjs');
      execFileSync(process.execPath, [join(__dirname, 'bundle-report.mjs'), bundle], { stdio: 'inherit' });
      ({ drawReport } = require(bundle));
      browser = await startBrowser();
    });

    afterEach(async () => {
      const ended = visits.splice(0);
      for (const each of ended) {
        if (ofTheirOwn.has(each)) await each.page.context().close();
        else await resetPage(each.page);
      }
      expect(ended.flatMap(({ offences }) => offences.splice(0))).toEqual([]);
      idle.push(...ended.filter((each) => !ofTheirOwn.has(each)));
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    tests(async (summary, options, change = (html) => html) => {
      if (!browser) throw new Error('no browser');
      const html = change(drawReport(summary));
      expect(Buffer.byteLength(html)).toBeLessThan(MAX_BYTES);
      const file = join(folder, `${visits.length}.html`);
      writeFileSync(file, html);
      const opened = (options === undefined && idle.pop()) || (await newVisit(browser, options));
      if (options !== undefined) ofTheirOwn.add(opened);
      visits.push(opened);
      await opened.page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      return opened;
    });
  });
}
