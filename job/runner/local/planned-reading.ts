import { InputFiles, type InputFilesData } from '../../store/input-files';
import { fileSegments, type Split } from '../splits';
import type { Reading } from './split-worker';

/** The splits of a run as plain data: threads share the memory of the list of files, and copy nothing of it. */
export interface PlannedReading {
  readonly files: InputFilesData;
  readonly splits: readonly Split[];
}

/** The objects of files are made only for the split that is read. */
export function readingOf({ files, splits }: PlannedReading): Reading {
  const list = new InputFiles(files);
  return { splits: splits.length, segmentsOf: (split) => fileSegments(list, splits[split] as Split) };
}
