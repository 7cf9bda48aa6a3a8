import { likelyCause } from '../../../job/diagnosis/likely-cause';
import { firstOrder } from '../../../job/options/spec';
import type { RejectReason } from '../../../job/summary/summary';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

type SpecOptions = Partial<RecordOptions>;

export const ITEMS: SpecOptions = { columns: 'id,v,ts', key: 'id', orderBy: 'ts', delimiter: ',' };

/** The likely cause for a file whose first bad record is the line `bad`, counted from 0. */
export function causeOf(
  text: string,
  options: SpecOptions,
  how: Partial<{ bad: number; header: boolean; cut: boolean }> = {},
) {
  const spec = resolveSpec(options);
  const lines = text.split('\n');
  const bad = how.bad === undefined ? 0 : how.bad;
  const line = (lines[bad] as string).replace(/\r$/, '');
  const columns = line.split(spec.delimiter);
  const value = columns[firstOrder(spec).column] as string;
  const isRange = spec.orderBy.length === 1 && /^[+-]?\d+$/.test(value);
  const reason: RejectReason = columns.length !== spec.columns.length ? 'columns' : isRange ? 'order-range' : 'order';
  const before = lines.slice(0, bad).map((each) => `${each}\n`);
  const bytes = Buffer.from(text, 'latin1');
  const head = { bytes, isWhole: how.cut !== true, fileBytes: how.cut === true ? null : bytes.length };
  const example = { file: 'in/a', offset: before.join('').length, reason, detail: '', line };
  return likelyCause(head, example, spec, how.header === true);
}
