import { DELETED_FOLDER, deletesName, KIT_FOLDER, REJECTED_FOLDER } from './output-files';
import { RUN_ID } from './run-id';

/** The facts that the name of a part, of the file with its deletes, of a file of rejects, or of a ledger states. */
export interface PartName {
  readonly kind: 'part' | 'deletes' | 'rejects' | 'ledger';
  /**
   * The number of the part, or of the file of rejects, from 0 on. The deletes of a part have its number. A run has one
   * ledger, 0.
   */
  readonly number: number;
  readonly run: string;
}

const RUN = RUN_ID.source.slice(1, -1);
const PART = new RegExp(`^(${DELETED_FOLDER}/)?part-(\\d{5})-(${RUN})(?:\\.[0-9a-z]{1,8})?$`);
const REJECTS = new RegExp(`^${REJECTED_FOLDER}/part-(\\d{5})-(${RUN})\\.jsonl$`);
const LEDGER = new RegExp(`^${KIT_FOLDER}/ledger-(${RUN})\\.jsonl\\.gz$`);

/**
 * Parses a name that `partName`, `deletesName`, `rejectName` or `ledgerName` has made; undefined for any other name. A
 * name that was read back is taken for a file of this kit by this check alone, so it must never match a name that a user
 * would give a file.
 */
export function parsePartName(name: string): PartName | undefined {
  const ledger = LEDGER.exec(name);
  if (ledger !== null) return { kind: 'ledger', number: 0, run: ledger[1] as string };
  const part = PART.exec(name);
  if (part !== null) {
    const [, folder, number, run] = part as unknown as [string, string | undefined, string, string];
    return { kind: folder === undefined ? 'part' : 'deletes', number: Number(number), run };
  }
  const [, number, run] = REJECTS.exec(name) ?? [];
  return number === undefined ? undefined : { kind: 'rejects', number: Number(number), run: run as string };
}

/** The name of the file with the deletes of a part; undefined where `name` is not that of a part. */
export function deletesOfPart(name: string): string | undefined {
  return parsePartName(name)?.kind === 'part' ? deletesName(name) : undefined;
}
