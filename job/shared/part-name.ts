import { KIT_FOLDER, REJECTED_FOLDER } from './output-files';
import { RUN_ID } from './run-id';

/** The facts that the name of a part, of a file of rejects or of a ledger states. */
export interface PartName {
  readonly kind: 'part' | 'rejects' | 'ledger';
  /** The number of the part, or of the file of rejects. Both kinds are numbered from 0. A run has one ledger, 0. */
  readonly number: number;
  readonly run: string;
}

const RUN = RUN_ID.source.slice(1, -1);
const PART = new RegExp(`^part-(\\d{5})-(${RUN})(?:\\.[0-9a-z]{1,8})?$`);
const REJECTS = new RegExp(`^${REJECTED_FOLDER}/part-(\\d{5})-(${RUN})\\.jsonl$`);
const LEDGER = new RegExp(`^${KIT_FOLDER}/ledger-(${RUN})\\.jsonl\\.gz$`);

/**
 * Parses a name that `partName`, `rejectName` or `ledgerName` has made; undefined for any other name. A name that was
 * read back is taken for a file of this kit by this check alone, so it must never match a name that a user would give a
 * file.
 */
export function parsePartName(name: string): PartName | undefined {
  const ledger = LEDGER.exec(name);
  if (ledger !== null) return { kind: 'ledger', number: 0, run: ledger[1] as string };
  const part = PART.exec(name);
  const match = part === null ? REJECTS.exec(name) : part;
  if (match === null) return undefined;
  const [, number, run] = match as unknown as [string, string, string];
  return { kind: part === null ? 'rejects' : 'part', number: Number(number), run };
}
