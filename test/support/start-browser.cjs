// The browser of the tests. `node test/support/start-browser.cjs` tells whether a browser can start here: it prints the
// reason and exits with 69 on a machine without the libraries that a browser needs.
const sparticuz = require('@sparticuz/chromium');
const { chromium } = require('playwright-core');

// The first argument ends the browser with its first page; the others give a page rights that a report must not use.
const UNWANTED = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

// A report has no WebGL, and without a GPU in software a page takes three quarters of the CPU time.
sparticuz.setGraphicsMode = false;
const WANTED = ['--no-sandbox', '--disable-gpu'];

/** EX_UNAVAILABLE of sysexits.h. */
const CANNOT_START = 69;

async function startBrowser() {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((argument) => !UNWANTED.includes(argument)), ...WANTED],
  });
}

async function tryBrowser() {
  try {
    const browser = await startBrowser();
    await (await browser.newPage()).close();
    await browser.close();
  } catch (error) {
    // A defect of this program must not skip a test.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = CANNOT_START;
  }
}

module.exports = { startBrowser, CANNOT_START };
if (require.main === module) void tryBrowser();
