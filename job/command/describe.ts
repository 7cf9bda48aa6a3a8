import path from 'node:path';
import { format } from 'bytes';
import { REJECTED_FOLDER, REPORT_FILE, SUMMARY_FILE } from '../contract';
import { grouped } from '../figures';
import type { Summary } from '../summary';

/** What a run did, for a person. */
export function describeRun(summary: Summary, elapsedMs: number): string {
  const { counts, output, spilledBytes, rejects } = summary;
  const rate = Math.round((1000 * counts.lines) / elapsedMs);
  const lines = [
    `${grouped(counts.kept)} kept of ${grouped(counts.lines)} lines in ${(elapsedMs / 1000).toFixed(2)} s (${grouped(rate)} lines/s)`,
    `  ${grouped(counts.superseded)} superseded, ${grouped(counts.rejected)} rejected, ` +
      `${grouped(counts.blank)} blank, ${grouped(counts.headers)} headers`,
    `  output   ${output.path}: ${output.parts.length} parts, ${format(output.bytes)}`,
  ];
  if (output.rejected.length > 0) lines.push(`  rejects  ${path.join(output.path, REJECTED_FOLDER)}`);
  if (spilledBytes > 0) lines.push(`  spilled  ${format(spilledBytes)} (more --memory avoids it)`);
  for (const { file, offset, detail } of rejects.examples.slice(0, 3)) {
    lines.push(`  rejected '${file}' at byte ${offset}: ${detail}`);
  }
  lines.push(`  summary  ${path.join(output.path, SUMMARY_FILE)}`);
  lines.push(`  report   ${path.join(output.path, REPORT_FILE)}`);
  return lines.join('\n');
}
