/** Reads the ledger of an output in a folder. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readSummary } from './output';

export function ledgerFileOf(output: string): string {
  return join(output, String(readSummary(output).output.ledger?.name));
}

export function ledgerLocations(output: string): string[] {
  const lines = gunzipSync(readFileSync(ledgerFileOf(output)))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.map((line) => String(JSON.parse(line)[0]));
}
