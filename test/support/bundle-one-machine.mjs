// node test/support/bundle-one-machine.mjs <outfile>: bundles one-machine.ts as the main build bundles the job.
import { buildProgram } from '../../bin/build/program.mjs';

await buildProgram(new URL('one-machine.ts', import.meta.url).pathname, process.argv[2]);
