import { REJECTED_FOLDER } from './output-files';
import { RUN_ID } from './run-id';

/** The facts that the name of a part, or of a file of rejects, states. */
export interface PartName {
  readonly kind: 'part' | 'rejects';
  /** The number of the part, or of the file of rejects. Both kinds are numbered from 0. */
  readonly number: number;
  readonly run: string;
}

const RUN = RUN_ID.source.slice(1, -1);
const PART = new RegExp(`^part-(\\d{5})-(${RUN})(?:\\.[0-9a-z]{1,8})?$`);
const REJECTS = new RegExp(`^${REJECTED_FOLDER}/part-(\\d{5})-(${RUN})\\.jsonl$`);

/**
 * Parses a name that `partName` or `rejectName` has made; undefined for any other name. A name that was read back is
 * taken for a file of this kit by this check alone, so it must never match a name that a user would give a file.
 */
export function parsePartName(name: string): PartName | undefined {
  const part = PART.exec(name);
  const match = part === null ? REJECTS.exec(name) : part;
  if (match === null) return undefined;
  const [, number, run] = match as unknown as [string, string, string];
  return { kind: part === null ? 'rejects' : 'part', number: Number(number), run };
}
