/** Hands a format to the kernel as numbers. */

import { planDeletesTable } from './deletes-table';
import type { Exports } from './exports';
import { planJsonTable } from './json-table';
import type { Layout, WorkerLayout } from './layout';
import { orderBytes } from './order-bytes';
import { planOrderTable } from './order-table';
import { constantsOf, isOwnPlain, isSimpleOrder, isUserPlain, neededColumns, type RecordFormat } from './record-format';

/**
 * Configures the kernel of one worker. Every worker writes the same constants to one place. Returns the order bytes before
 * which deletes are forgotten. They are null where no delete is, and empty where the order is one integer, which the kernel
 * compares as a number.
 */
export function configure(
  kernel: Exports,
  memory: Uint8Array,
  layout: Layout,
  worker: WorkerLayout,
  format: RecordFormat,
): Uint8Array | null {
  const [first] = format.orderBy;
  if (first === undefined) throw new RangeError('a format without an order');
  const isSimple = isSimpleOrder(format);
  kernel.configure(
    format.columns,
    format.delimiter.charCodeAt(0),
    first.column,
    Number(!isSimple || first.type === 'text'),
    layout.keyColumns,
    format.keyColumns.length,
    worker.ends,
    worker.joined,
  );
  const { comment, orderAt, namesAt, deletesAt } = constantsOf(format);
  memory.set(comment, layout.constants);
  kernel.configureDialect(
    Buffer.from(format.delimiter.padEnd(8, '\0'), 'latin1').readBigUInt64LE(),
    format.delimiter.length,
    codeOf(format.quote),
    codeOf(format.escape),
    Number(format.isTrimmed),
    layout.constants,
    comment.length,
    Number(format.hasTrailingDelimiter),
    Number(format.fillsShort),
    neededColumns(format),
    Number(!isSimple),
    Number(isUserPlain(format)),
    Number(isOwnPlain(format)),
  );
  kernel.placeRooms(worker.value, worker.order, worker.line, worker.lineEnds);
  if (format.paths !== null) {
    const { bytes, rootAt, alternativesAt, valueCount } = planJsonTable(format.paths, layout.constants + namesAt);
    memory.set(bytes, layout.constants + namesAt);
    const { jsonValues, jsonStack, jsonExpected } = worker;
    const lacksNames = Number(format.fillsShort);
    kernel.configureJson(
      rootAt,
      alternativesAt,
      valueCount,
      lacksNames,
      jsonValues,
      jsonStack,
      jsonExpected,
      (layout.workers[0] as WorkerLayout).jsonTemplates,
      layout.contextStride,
      layout.workers.indexOf(worker),
    );
  }
  memory.set(planDeletesTable(format, layout.constants + deletesAt), layout.constants + deletesAt);
  kernel.configureDeletes(layout.constants + deletesAt, format.deleteWhen.length, Number(isOwnPlain(format)));
  if (!isSimple) {
    const table = planOrderTable(format.orderBy, format.zone, layout.constants + orderAt);
    memory.set(table.bytes, layout.constants + orderAt);
    const isEmptyOldest = Number(format.emptyOrder === 'oldest');
    kernel.configureOrder(table.columnsAt, table.columnCount, isEmptyOldest, table.zoneAt, table.zoneCount);
  }
  return format.forgetDeletedBefore === null ? null : forgetBefore(kernel, memory, layout, worker, format);
}

/** From now on deletes whose first order value is older than that of the format are not emitted for good. */
function forgetBefore(
  kernel: Exports,
  memory: Uint8Array,
  layout: Layout,
  worker: WorkerLayout,
  format: RecordFormat,
): Uint8Array {
  const [{ type }] = format.orderBy as [RecordFormat['orderBy'][number]];
  const value = format.forgetDeletedBefore as string;
  const isInteger = isSimpleOrder(format) && type === 'int';
  const text = Buffer.from(value, 'latin1');
  const orderText = isSimpleOrder(format) ? text : orderBytes(kernel, memory, worker, 0, text);
  const bytes = isInteger ? new Uint8Array(0) : orderText;
  const at = layout.constants + constantsOf(format).oldestAt;
  memory.set(bytes, at);
  kernel.forgetBefore(isInteger ? BigInt(value) : 0n, at, bytes.length);
  return bytes;
}

function codeOf(byte: string | null): number {
  return byte === null ? -1 : byte.charCodeAt(0);
}
