import type {
  Phase,
  RejectExample,
  RejectReason,
  Summary,
  SummaryPart,
  SummaryYarn,
  WorkerPhase,
} from '../../job/summary/summary';
import { noRejects } from '../../job/summary/summary';

export const RUN = '20261122t152504z-3f9a1c';

const NOTHING_SKIPPED = { files: 0, bytes: 0, examples: [] };

/** The properties that may differ between sample runs. */
export interface Sample {
  readonly parts?: number;
  readonly workers?: number;
  readonly lines?: number;
  readonly superseded?: number;
  readonly byReason?: Partial<Record<RejectReason, number>>;
  readonly examples?: readonly RejectExample[];
  readonly yarn?: SummaryYarn;
}

/** A summary whose counts add up. By default it has ten million ratings, of which 6,938,338 are the latest of their key. */
export function sampleSummary(sample: Sample = {}): Summary {
  const { parts = 16, workers = 2, lines = 10_000_000, examples = [] } = sample;
  const byReason = { ...noRejects(), ...sample.byReason };
  const rejected = Object.values(byReason).reduce((sum, n) => sum + n, 0);
  const superseded = sample.superseded ?? 3_061_662 - rejected;
  const kept = lines - superseded - rejected;
  const stored = sampleParts(parts, kept);
  return {
    version: 1,
    format: 1,
    run: RUN,
    command: ['dedup', 'run', 'ratings', '--output', 'latest', '--columns', 'Movie,User,Rating,Timestamp'],
    startedAt: '2026-11-22T15:25:04.123Z',
    spec: {
      columns: ['Movie', 'User', 'Rating', 'Timestamp'],
      key: ['Movie', 'User'],
      format: 'delimited',
      orderBy: [{ column: 'Timestamp', type: 'int', isLeast: false, ranks: [] }],
      emptyOrder: 'refuse',
      timeZone: 'UTC',
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
      delimiter: '^',
      header: null,
    },
    badRecords: rejected > 0 ? 'keep' : 'fail',
    inputs: {
      paths: ['ratings'],
      files: 4,
      bytes: 376_416_214,
      skipped: NOTHING_SKIPPED,
      utf16Files: 0,
      rearrangedFiles: 0,
      merged: null,
      uncut: [],
      ledger: null,
    },
    counts: { lines, blank: 0, headers: 0, comments: 0, skipped: 0, kept, superseded, rejected },
    keys: null,
    rejects: { byReason, examples },
    oddities: [],
    output: {
      path: 'latest',
      compress: 'none',
      bytes: stored.reduce((sum, { bytes }) => sum + bytes, 0),
      parts: stored,
      rejected:
        rejected > 0
          ? [{ name: `_rejected/part-00000-${RUN}.jsonl`, bytes: 61 * rejected, lines: rejected, crc32: 7 }]
          : [],
      ledger: null,
    },
    phases: PHASES,
    workers: sampleWorkers(workers),
    threads: workers,
    memoryBytes: 4 * 1024 ** 3,
    spilledBytes: 0,
    peakMemoryBytes: 1_215_000_000,
    yarn: sample.yarn ?? null,
  };
}

/** Four rejects, with two examples. */
export const SAMPLE_REJECTS = {
  byReason: { columns: 3, order: 1 },
  examples: [
    { file: 'ratings/a', offset: 1234567, reason: 'columns', detail: '3 columns instead of 4', line: 'heat^ann^3.5' },
    { file: 'ratings/b', offset: 0, reason: 'order', detail: '"soon" is no integer', line: 'heat^bob^1.0^soon' },
  ],
} as const satisfies Sample;

const PHASES: readonly { readonly phase: Phase; readonly startMs: number; readonly endMs: number }[] = [
  { phase: 'plan', startMs: 0, endMs: 6 },
  { phase: 'map', startMs: 6, endMs: 478 },
  { phase: 'reduce', startMs: 478, endMs: 818 },
  { phase: 'publish', startMs: 818, endMs: 980 },
];

function sampleWorkers(workers: number): WorkerPhase[] {
  return Array.from({ length: workers }, (_, worker) => [
    { worker, phase: 'map' as const, startMs: 8 + (worker % 7), endMs: 478 - ((worker * 37) % 29) },
    { worker, phase: 'reduce' as const, startMs: 479, endMs: 817 - ((worker * 53) % 41) },
  ]).flat();
}

/** Parts of about the same size, as hashes spread keys, with a variation that is the same in every run. */
function sampleParts(parts: number, kept: number): SummaryPart[] {
  return Array.from({ length: parts }, (_, i) => {
    const first = Math.floor((kept * i) / parts);
    const lines = Math.floor((kept * (i + 1)) / parts) - first;
    const sway = 1 + 0.03 * Math.sin(i * 12.9898);
    const name = `part-${String(i).padStart(5, '0')}-${RUN}`;
    return { name, bytes: Math.round(lines * 37.6 * sway), lines, crc32: (0x9e3779b9 * (i + 1)) >>> 0 };
  });
}

/** A text that closes the script element around it, and starts a script and an image with another script. */
export const MARKUP = `</script><script>window.attacked = 'yes'</script><img src=x onerror="window.attacked='yes'">`;

/** A summary whose texts are all hostile: markup, the end of a script element, an escape sequence of the terminal. */
export function hostileSummary(): Summary {
  const rejected = { ...noRejects(), columns: 3, order: 1, 'order-range': 1 };
  const plain = sampleSummary({ parts: 3, lines: 40, superseded: 12, byReason: rejected });
  const example = { file: `in/${MARKUP}.csv`, offset: 0, reason: 'columns' as const, detail: '3 columns instead of 4' };
  return {
    ...plain,
    run: `r"'>${MARKUP}`,
    command: ['dedup', 'run', `it's ${MARKUP}`, '--delimiter', '\t', '--output', 'a b', '--merge', 'x\u202ey', ''],
    startedAt: `"><script>window.attacked = 'yes'</script>`,
    spec: {
      columns: [MARKUP, '$(User)', 'Rating', 'Timestamp'],
      key: [MARKUP],
      format: 'delimited',
      orderBy: [{ column: 'Timestamp', type: 'text', isLeast: false, ranks: [] }],
      emptyOrder: 'refuse',
      timeZone: 'UTC',
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
      delimiter: '\t',
      header: Buffer.from(`Größe\t${MARKUP}`).toString('latin1'),
    },
    inputs: {
      ...plain.inputs,
      paths: [MARKUP, "o'clock", 'line\nbreak'],
      skipped: { files: 9, bytes: 5, examples: [`in/_${MARKUP}`] },
      merged: MARKUP,
    },
    oddities: [{ kind: 'no-order', count: 3, file: `in/${MARKUP}`, offset: 7, line: MARKUP }],
    keys: null,
    rejects: {
      byReason: rejected,
      examples: [
        { ...example, line: `${MARKUP}\u0000\u001b[31m` },
        { ...example, offset: 61, line: '{title|rich} \u2028 \u202egpj.exe' },
        { ...example, offset: 9_000_000_000, reason: 'order', detail: `"${MARKUP}" is no integer`, line: '&lt;b&gt;' },
      ],
    },
    output: {
      ...plain.output,
      path: MARKUP,
      parts: plain.output.parts.map((part) => ({ ...part, name: `part"'${MARKUP}` })),
    },
  };
}
