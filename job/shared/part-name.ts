import { REJECTED_FOLDER } from './output-files';
import { RUN_ID } from './run-id';

/** What the name of a part, or of a file of rejects, says. */
export interface PartName {
  readonly kind: 'part' | 'rejects';
  /** Of the part, or of the file of rejects: each of the two are numbered from 0. */
  readonly number: number;
  readonly run: string;
}

const RUN = RUN_ID.source.slice(1, -1);
const PART = new RegExp(`^part-(\\d{5})-(${RUN})(?:\\.[0-9a-z]{1,8})?$`);
const REJECTS = new RegExp(`^${REJECTED_FOLDER}/part-(\\d{5})-(${RUN})\\.jsonl$`);

/**
 * Reads what `partName` and `rejectName` write; undefined for any other name. Names that were read back are taken for
 * files of this kit by this alone, so it must never fit what a user would name a file.
 */
export function parsePartName(name: string): PartName | undefined {
  const part = PART.exec(name);
  const match = part === null ? REJECTS.exec(name) : part;
  if (match === null) return undefined;
  const [, number, run] = match as unknown as [string, string, string];
  return { kind: part === null ? 'rejects' : 'part', number: Number(number), run };
}
