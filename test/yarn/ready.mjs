// `node ready.mjs` fetches what a cluster needs, and prints why none can start on this machine, or nothing.
import { installHadoop } from './install.mjs';
import { findJava } from './java.mjs';
import { Problem } from './problem.mjs';

try {
  findJava();
  installHadoop();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stdout.write(error.message);
}
