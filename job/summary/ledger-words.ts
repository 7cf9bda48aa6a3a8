import { counted, grouped } from '../shared/figures';
import type { LedgerCounts } from './summary';

/** How the files of the inputs compare with a ledger: `10 files new, 1 changed, 1,000 read before, 2 gone`. */
export function ledgerWords({ new: added, changed, unchanged, gone }: LedgerCounts): string {
  return (
    `${counted(added, 'file')} new, ${grouped(changed)} changed, ${grouped(unchanged)} read before` +
    (gone === 0 ? '' : `, ${grouped(gone)} gone`)
  );
}
