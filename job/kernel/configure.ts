/** Hands a format to the kernel as numbers. */

import { planDeletesTable } from './deletes-table';
import type { Exports } from './exports';
import { planJsonTable } from './json-table';
import type { Layout, WorkerLayout } from './layout';
import { orderBytes } from './order-bytes';
import { type OrderColumn, planOrderTable } from './order-table';
import {
  type ConstantsPlan,
  constantsOf,
  isOwnPlain,
  isSimpleOrder,
  isUserPlain,
  neededColumns,
  type RecordFormat,
} from './record-format';

/** The kernel of one worker, with the rooms that it has in the memory. */
export interface ConfiguredKernel {
  readonly kernel: Exports;
  readonly memory: Uint8Array;
  readonly layout: Layout;
  readonly worker: WorkerLayout;
}

/**
 * Configures the kernel of one worker. Every worker writes the same constants to one place. Returns the order bytes before
 * which deletes are forgotten. They are null where no delete is, and empty where the order is one integer, which the kernel
 * compares as a number.
 */
export function configure(to: ConfiguredKernel, format: RecordFormat): Uint8Array | null {
  const { kernel, worker } = to;
  const constants = constantsOf(format);
  configureColumns(to, format);
  configureDialect(to, format, constants);
  kernel.placeRooms(worker.value, worker.order, worker.line, worker.lineEnds);
  configureJson(to, format, constants);
  configureDeletes(to, format, constants);
  configureOrder(to, format, constants);
  return forgetBefore(to, format, constants);
}

function configureColumns({ kernel, layout, worker }: ConfiguredKernel, format: RecordFormat): void {
  const { type, column } = firstOf(format);
  kernel.configure(
    format.columns,
    format.delimiter.charCodeAt(0),
    column,
    Number(!isSimpleOrder(format) || type === 'text'),
    layout.keyColumns,
    format.keyColumns.length,
    worker.ends,
    worker.joined,
  );
}

function configureDialect(
  { kernel, memory, layout }: ConfiguredKernel,
  format: RecordFormat,
  constants: ConstantsPlan,
): void {
  const { comment } = constants;
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
    Number(!isSimpleOrder(format)),
    Number(isUserPlain(format)),
    Number(isOwnPlain(format)),
  );
}

function configureJson(
  { kernel, memory, layout, worker }: ConfiguredKernel,
  format: RecordFormat,
  constants: ConstantsPlan,
): void {
  if (format.paths === null) return;
  const at = layout.constants + constants.namesAt;
  const { bytes, rootAt, alternativesAt, valueCount } = planJsonTable(format.paths, at);
  memory.set(bytes, at);
  const { jsonValues, jsonStack, jsonExpected } = worker;
  kernel.configureJson(
    rootAt,
    alternativesAt,
    valueCount,
    Number(format.fillsShort),
    jsonValues,
    jsonStack,
    jsonExpected,
    (layout.workers[0] as WorkerLayout).jsonTemplates,
    layout.contextStride,
    layout.workers.indexOf(worker),
  );
}

function configureDeletes(
  { kernel, memory, layout }: ConfiguredKernel,
  format: RecordFormat,
  constants: ConstantsPlan,
): void {
  const at = layout.constants + constants.deletesAt;
  memory.set(planDeletesTable(format, at), at);
  kernel.configureDeletes(at, format.deleteWhen.length, Number(isOwnPlain(format)));
}

function configureOrder(
  { kernel, memory, layout }: ConfiguredKernel,
  format: RecordFormat,
  constants: ConstantsPlan,
): void {
  if (isSimpleOrder(format)) return;
  const at = layout.constants + constants.orderAt;
  const { bytes, columnsAt, columnCount, zoneAt, zoneCount } = planOrderTable(format.orderBy, format.zone, at);
  memory.set(bytes, at);
  kernel.configureOrder(columnsAt, columnCount, Number(format.emptyOrder === 'oldest'), zoneAt, zoneCount);
}

/** From now on deletes whose first order value is older than that of the format, if it has one, are not emitted for good. */
function forgetBefore(
  { kernel, memory, layout, worker }: ConfiguredKernel,
  format: RecordFormat,
  constants: ConstantsPlan,
): Uint8Array | null {
  const { forgetDeletedBefore: value } = format;
  if (value === null) return null;
  const isInteger = isSimpleOrder(format) && firstOf(format).type === 'int';
  const text = Buffer.from(value, 'latin1');
  const orderText = isSimpleOrder(format) ? text : orderBytes(kernel, memory, worker, 0, text);
  const bytes = isInteger ? new Uint8Array(0) : orderText;
  const at = layout.constants + constants.oldestAt;
  memory.set(bytes, at);
  kernel.forgetBefore(isInteger ? BigInt(value) : 0n, at, bytes.length);
  return bytes;
}

function firstOf({ orderBy }: RecordFormat): OrderColumn {
  const [first] = orderBy;
  if (first === undefined) throw new RangeError('a format without an order');
  return first;
}

function codeOf(byte: string | null): number {
  return byte === null ? -1 : byte.charCodeAt(0);
}
