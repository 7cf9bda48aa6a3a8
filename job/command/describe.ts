import { counted, fileSize, grouped, timeTaken } from '../shared/figures';
import { REJECTED_FOLDER, REPORT_FILE, SUMMARY_FILE } from '../shared/output-files';
import { printable } from '../shared/printable';
import { locationBelow } from '../shared/s3-location';
import { carrierOf } from '../summary/carrier';
import { keyWords } from '../summary/key-words';
import { ledgerWords } from '../summary/ledger-words';
import { noRecordWords } from '../summary/no-records';
import { REJECT_REASON_WORDS } from '../summary/reject-reasons';
import { skippedWords } from '../summary/skipped-files';
import { REJECT_REASONS, type Summary, totalTimeMs } from '../summary/summary';
import { uncutWords } from '../summary/uncut-files';

/** The text that tells a person what a run did. */
export function describeRun(summary: Summary, hasReport: boolean): string {
  const { counts, inputs, keys, output, spilledBytes, rejects } = summary;
  const carrier = carrierOf(summary);
  const elapsedMs = totalTimeMs(summary);
  const rate = Math.round((1000 * counts.lines) / Math.max(elapsedMs, 1));
  const lines = [
    `${grouped(counts.kept)} kept of ${counted(counts.lines, 'line')} in ${timeTaken(elapsedMs)} (${grouped(rate)} lines/s)`,
    `  ${grouped(counts.superseded)} superseded, ${deletedWords(summary)}${grouped(counts.rejected)} rejected, ${noRecordWords(counts)}`,
    ...(keys === null ? [] : [`  merged   ${keyWords(keys)}`]),
    ...(inputs.ledger === null ? [] : [`  inputs   ${ledgerWords(inputs.ledger)}`]),
    `  output   ${output.path}: ${counted(output.parts.length, 'part')}, ${fileSize(output.bytes)}`,
  ];
  if (inputs.skipped.files > 0) lines.push(`  skipped  ${skippedWords(inputs.skipped)} for their names`);
  if (inputs.uncut.length > 0) lines.push(`  reread   ${uncutWords(inputs.uncut)} without a cut`);
  if (counts.rejected > 0) lines.push(`  rejected ${describeReasons(summary)}`);
  if (output.rejected.length > 0) {
    const files = counted(output.rejected.length, 'file');
    lines.push(`  rejects  ${locationBelow(output.path, REJECTED_FOLDER)}: ${files}`);
  }
  if (spilledBytes > 0) {
    lines.push(`  spilled  ${fileSize(spilledBytes)} (more ${carrier.memoryOption} avoids it)`);
  }
  if (carrier.line !== null) lines.push(`  yarn     ${carrier.line}`);
  for (const { file, offset, detail } of rejects.examples.slice(0, 3)) {
    lines.push(`  rejected '${file}' at byte ${offset}: ${detail}`);
  }
  lines.push(`  summary  ${locationBelow(output.path, SUMMARY_FILE)}`);
  if (hasReport) lines.push(`  report   ${locationBelow(output.path, REPORT_FILE)}`);
  return lines.map(printable).join('\n');
}

/** Says how many keys are deleted, where records can be deletes. */
function deletedWords({ counts: { deleted, forgotten }, spec }: Summary): string {
  if (spec.deleteWhen.length === 0) return '';
  return `${grouped(deleted)} deleted${forgotten > 0 ? ` (${grouped(forgotten)} of them forgotten)` : ''}, `;
}

/** How many records were rejected for each reason that occurred, the commonest first. */
function describeReasons({ rejects, spec }: Summary): string {
  return REJECT_REASONS.filter((reason) => rejects.byReason[reason] > 0)
    .sort((a, b) => rejects.byReason[b] - rejects.byReason[a])
    .map((reason) => `${grouped(rejects.byReason[reason])} ${REJECT_REASON_WORDS[reason].counted(spec)}`)
    .join(', ');
}

/** The text for a run whose id is published in the output already. */
export function describeBefore({ run, counts }: Summary, output: string): string {
  return [
    `run ${run} is published already in ${output}: nothing was done`,
    `  ${grouped(counts.kept)} kept of ${counted(counts.lines, 'line')}; another --run-id runs again`,
  ]
    .map(printable)
    .join('\n');
}

/** The text for inputs without a file: nothing was published, and what to do. */
export function describeNothing(inputs: readonly string[]): string {
  const named = inputs.map((input) => `'${input}'`).join(', ');
  return `no file in ${named}: nothing was published; put files there and run again`;
}
