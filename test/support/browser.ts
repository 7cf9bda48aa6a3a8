import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const START = join(__dirname, 'start-browser.cjs');

/**
 * Why no browser can start here, or null if one can. This is tried synchronously in a process of its own, because jest
 * needs to know which tests to skip before it runs any.
 */
export function whyNoBrowser(): string | null {
  const { status, stderr, error } = spawnSync(process.execPath, [START], { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return null;
  if (status === starter().CANNOT_START) return stderr.trim();
  throw error ?? new Error(stderr);
}

/** Starts the browser. */
export function startBrowser(): Promise<Browser> {
  return starter().startBrowser();
}

function starter(): { readonly startBrowser: () => Promise<Browser>; readonly CANNOT_START: number } {
  return require(START);
}

/** An opened page, and the offences that it committed. */
export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, errors of scripts, dialogs, and requests for anything but the file itself. */
  readonly offences: string[];
}

const VIEWPORT = { width: 1400, height: 900 };

/** A new page without a file and without a network. */
export async function newVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT, offline: true, ...options });
  const offences: string[] = [];
  await context.route(/^(?!file:|data:)/, (route) => route.abort());
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) offences.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) offences.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => offences.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    offences.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, offences };
}

/** Undoes what a test may have set for a page. The scripts of a test end with the next file that the page opens. */
export async function resetPage(page: Page): Promise<void> {
  await page.emulateMedia({ media: null, colorScheme: 'light' });
  await page.mouse.move(0, 0);
  await page.setViewportSize(VIEWPORT);
}
