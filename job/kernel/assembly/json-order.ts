/** The order of a record: its order value, or its order bytes. */

import { orderBy } from './arena';
import { isNoValue } from './bytes/no-value';
import { parse, parsed } from './bytes/number';
import { BAD_ORDER, GOOD } from './bytes/reason';
import { isComposite, orderRoom, valueRoom } from './dialect';
import { isUsers, orderColumn, orderIsText } from './format';
import {
  ARRAY,
  ESCAPED_STRING,
  keptTextAt,
  kindOf,
  MISSING,
  NULL,
  OBJECT,
  STRING,
  takeText,
  textAt,
  textEnd,
  valueOfColumn,
} from './json/values';
import {
  addOrder,
  emptyIsOldest,
  hasNoValue,
  isTextOrder,
  orderColumnOf,
  orderCount,
  orderEnd,
  startOrder,
} from './order/order';

/** The order value of the present line, if its order is an integer. */
export let order: i64 = 0;
/** Whether the text by which the present line is ordered is no value. */
export let isWithoutValue: bool = false;

/** Finds the order of the present line. Returns GOOD, or the reason why it is bad. */
export function takeOrder(): u32 {
  isWithoutValue = false;
  if (isComposite) return takeOrderBytes();
  const value = valueOfColumn(orderColumn);
  const kind = kindOf(value);
  if (orderIsText ? !isString(kind) : !isText(kind)) return BAD_ORDER;
  takeText(value, orderRoom);
  if (!orderIsText) {
    const reason = parse(textAt, textEnd);
    order = parsed;
    return reason;
  }
  const bytes = (textEnd - textAt) as u32;
  orderBy(keptTextAt, bytes);
  isWithoutValue = isUsers && isNoValue(textAt, bytes);
  return GOOD;
}

function takeOrderBytes(): u32 {
  startOrder(orderRoom);
  for (let i: u32 = 0; i < orderCount; i++) {
    const reason = addValue(i, valueOfColumn(orderColumnOf(i)));
    if (reason !== GOOD) return reason;
  }
  isWithoutValue = isUsers && hasNoValue;
  orderBy(orderRoom, (orderEnd() - orderRoom) as u32);
  return GOOD;
}

/** Appends the order bytes of the `i`-th order value. A null is an empty value. */
function addValue(i: u32, value: usize): u32 {
  const kind = kindOf(value);
  if (kind === MISSING || kind === NULL) return emptyIsOldest ? addOrder(i, valueRoom, valueRoom) : BAD_ORDER;
  if (isTextOrder(i) ? !isString(kind) : !isText(kind)) return BAD_ORDER;
  takeText(value, valueRoom);
  return addOrder(i, textAt, textEnd);
}

function isString(kind: u32): bool {
  return kind === STRING || kind === ESCAPED_STRING;
}

/** Whether a value of this kind has a text that may be ordered by: a string, a number, true or false. */
function isText(kind: u32): bool {
  return kind !== MISSING && kind !== NULL && kind !== OBJECT && kind !== ARRAY;
}
