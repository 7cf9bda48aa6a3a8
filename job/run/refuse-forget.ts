import { expectedInstead, orderFault } from '../format/order-values';
import { typeText } from '../options/order-by';
import { usage } from '../options/parsing/usage';
import { firstOrder, type Spec } from '../options/spec';
import { shownOf } from '../shared/shown-bytes';

/** Throws with exit code 64 where the first order column can have no such value as deletes are to be forgotten before. */
export function refuseBadForget(spec: Spec): void {
  const { columns, forgetDeletedBefore: value } = spec;
  if (value === null) return;
  const order = firstOrder(spec);
  const fault = orderFault(value, order, 'refuse');
  if (fault === null) return;
  const column = `${columns[order.column]}:${typeText(order)}`;
  throw usage(
    `--forget-deleted-before '${shownOf(Buffer.from(value, 'latin1'))}' is no value of the order column '${column}', ` +
      expectedInstead(fault, order),
  );
}
