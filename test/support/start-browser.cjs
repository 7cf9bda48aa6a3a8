// The browser of the tests. `node test/support/start-browser.cjs` says whether one can start here: it exits with 69 and
// the reason where a machine lacks the libraries that a browser needs.
const sparticuz = require('@sparticuz/chromium');
const { chromium } = require('playwright-core');

// The first ends the browser with its first page; the others allow a page what a report must not do.
const UNWANTED = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

/** EX_UNAVAILABLE of sysexits.h. */
const CANNOT_START = 69;

async function startBrowser() {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((argument) => !UNWANTED.includes(argument)), '--no-sandbox'],
  });
}

async function tryBrowser() {
  try {
    const browser = await startBrowser();
    await (await browser.newPage()).close();
    await browser.close();
  } catch (error) {
    // A mistake of this program is no reason to skip a test.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = CANNOT_START;
  }
}

module.exports = { startBrowser, CANNOT_START };
if (require.main === module) void tryBrowser();
