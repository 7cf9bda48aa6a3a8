/** Outputs in folders, made without threads and without a publication, for commands that look at outputs. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { commonHeader } from '../../job/format/format';
import { type Spec, summarySpec } from '../../job/options/spec';
import type { WholeOutput } from '../../job/publication/whole-output';
import { fileVersion } from '../../job/store/local/file-version';
import type { InputFile } from '../../job/store/place';
import { temporaryFolder, writeFiles } from './folder';
import { type InProcess, keepLatestOf } from './in-process';
import { type RecordOptions, resolveSpec } from './record-options';
import { sampleSummary } from './sample-summary';
import { withCodec } from './with-codec';

export interface OutputPlan extends Pick<InProcess, 'parts' | 'arenaBytes' | 'workers'> {
  readonly options?: Partial<RecordOptions>;
  readonly isPacked?: boolean;
  /** The header of the parts. The inputs have none. */
  readonly header?: string;
}

/** The output of a run over these files. */
export async function outputOf(files: readonly Buffer[], plan: OutputPlan = {}): Promise<WholeOutput> {
  const spec = resolveSpec(plan.options);
  const { parts, counts } = await keepLatestOf(files, { ...inProcess(plan), dialect: spec });
  return outputWith(parts, spec, plan, counts.kept);
}

/** An output of parts with these bytes, in which a header is added to each part. */
export function outputWith(
  parts: readonly Buffer[],
  spec: Spec,
  { isPacked = false, header }: Pick<OutputPlan, 'isPacked' | 'header'> = {},
  kept = 1,
): WholeOutput {
  const folder = temporaryFolder();
  const start = header === undefined ? Buffer.alloc(0) : Buffer.from(`${header}\n`);
  const stored = parts.map((part, i) => {
    const bytes = Buffer.concat([start, part]);
    const name = `part-${String(i).padStart(5, '0')}${isPacked ? '.gz' : ''}`;
    writeFiles(folder, { [name]: isPacked ? gzipSync(bytes) : bytes });
    return storedPart(join(folder, name));
  });
  const summary = sampleSummary({ parts: parts.length });
  const line = header === undefined ? null : commonHeader(Buffer.from(header), 'test');
  return {
    location: folder,
    parts: stored,
    summary: {
      ...summary,
      spec: summarySpec(spec, line === null ? null : Buffer.from(line.line).toString('latin1')),
      counts: { ...summary.counts, kept },
    },
  };
}

function storedPart(path: string): InputFile {
  const stat = statSync(path);
  return withCodec({ path, sizeBytes: stat.size, version: fileVersion(stat), own: true });
}

function inProcess({ parts = 1, arenaBytes = 8 * 1024 * 1024, workers = 1 }: OutputPlan): InProcess {
  return { parts, arenaBytes, workers };
}
