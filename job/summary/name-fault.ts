import { ledgerName } from '../shared/output-files';
import { parsePartName } from '../shared/part-name';
import { shown } from '../shared/schema';
import type { Summary, SummaryPart } from './summary';

/**
 * Says what is wrong with the names of the files, null where nothing is wrong. The next run removes the files that this
 * summary lists, so an edited summary must not name a file of a user. Therefore parts have to be those of the summary's
 * run, in order, deletes those of its parts, the ledger that of the run too, and rejects those of any run, because a
 * merge keeps the former ones.
 */
export function nameFault({ run, spec, output: { parts, deleted, rejected, ledger } }: Summary): string | null {
  const stray = parts.findIndex(({ name }, number) => !isPart(name, run, number));
  if (stray >= 0) return expected('parts', parts, stray, `part ${stray} of run ${run}`);
  if (deleted.length > 0 && spec.deleteWhen.length === 0)
    return 'output.deleted has files, but spec.deleteWhen is empty';
  const strayDeletes = deleted.findIndex(({ name }, i) => !isDeletes(name, run, deleted[i - 1], parts.length));
  if (strayDeletes >= 0) return expected('deleted', deleted, strayDeletes, `deletes of a next part of run ${run}`);
  if (ledger !== null && ledger.name !== ledgerName(run)) {
    return `output.ledger.name is ${shown(ledger.name)}, expected the ledger of run ${run}`;
  }
  const seen = new Set<string>();
  const other = rejected.findIndex(({ name }) => {
    const isTwice = seen.has(name);
    seen.add(name);
    return isTwice || parsePartName(name)?.kind !== 'rejects';
  });
  return other < 0 ? null : expected('rejected', rejected, other, 'another file of rejects');
}

function isPart(name: string, run: string, number: number): boolean {
  const found = parsePartName(name);
  return found?.kind === 'part' && found.run === run && found.number === number;
}

/** Whether a name is that of the deletes of a part behind the one whose deletes are listed before it. */
function isDeletes(name: string, run: string, before: SummaryPart | undefined, parts: number): boolean {
  const found = parsePartName(name);
  if (found?.kind !== 'deletes' || found.run !== run || found.number >= parts) return false;
  return before === undefined || before.name < name;
}

function expected(list: string, parts: readonly SummaryPart[], at: number, wanted: string): string {
  return `output.${list}[${at}].name is ${shown((parts[at] as SummaryPart).name)}, expected ${wanted}`;
}
