// Gives way to the tests that wait (test/support/runner.cjs), and so do the programs that a test starts.
const os = require('node:os');

const { TEST_NICENESS: niceness } = process.env;
// nobody but root may raise a priority that is lower already
if (niceness !== undefined && os.getPriority() < Number(niceness)) os.setPriority(Number(niceness));
