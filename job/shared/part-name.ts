import { DELETED_FOLDER, REJECTED_FOLDER } from './output-files';
import { RUN_ID } from './run-id';

/** The facts that the name of a part, of the file with its deletes, or of a file of rejects states. */
export interface PartName {
  readonly kind: 'part' | 'deletes' | 'rejects';
  /** The number of the part, or of the file of rejects, from 0 on. The deletes of a part have its number. */
  readonly number: number;
  readonly run: string;
}

const RUN = RUN_ID.source.slice(1, -1);
const PART = new RegExp(`^(${DELETED_FOLDER}/)?part-(\\d{5})-(${RUN})(?:\\.[0-9a-z]{1,8})?$`);
const REJECTS = new RegExp(`^${REJECTED_FOLDER}/part-(\\d{5})-(${RUN})\\.jsonl$`);

/**
 * Parses a name that `partName`, `deletesName` or `rejectName` has made; undefined for any other name. A name that was read back is
 * taken for a file of this kit by this check alone, so it must never match a name that a user would give a file.
 */
export function parsePartName(name: string): PartName | undefined {
  const part = PART.exec(name);
  if (part !== null) {
    const [, folder, number, run] = part as unknown as [string, string | undefined, string, string];
    return { kind: folder === undefined ? 'part' : 'deletes', number: Number(number), run };
  }
  const [, number, run] = REJECTS.exec(name) ?? [];
  return number === undefined ? undefined : { kind: 'rejects', number: Number(number), run: run as string };
}
