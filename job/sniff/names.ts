/** The words in names of columns that tell what the columns are for. All of these words are in this file. Pure. */

const words = (text: string): readonly string[] => text.split(' ');

/** Words of names of columns that tell when a record was changed or made, or its number in a sequence. */
const ORDER_WORDS = [
  words('updated modified changed mtime lastmodified lastupdate updatedat modifiedat'),
  words('ts timestamp time datetime epoch date day asof tstamp dt unixtime'),
  words('seq sequence version ver rev revision offset lsn scn pos ordinal generation'),
  words('created inserted loaded ingested added synced extracted emitted received batched ctime createdat'),
];
/** Words that stand beside those: `last_updated_at`, `event_time_utc`. Alone they say nothing. */
const BESIDE_ORDER = words(
  'at on last utc ms us ns millis seconds sec no number num unix event commit update change modification modify',
);
/** Names that say all without one of those words. */
const ORDER_ALONE = words('last_update last_change');
/** Words that also stand for what a record tells of, so that they leave a doubt: the day of an order. */
const AMBIGUOUS = words('date day offset pos ordinal');
/** Words of times, which are no times where the values are small numbers: a time may be one that something took. */
const TIMES = words('time datetime epoch date day asof dt unixtime');
/** The numbers in ORDER_WORDS of numbers in a sequence, and of creations. */
const SEQUENCES = 2;
const CREATIONS = 3;
/** Words of dates that tell nothing of when a record was written. */
const OTHER_TIMES = words('birth birthday birthdate born dob due expiry expires expiration valid start end');

/** Names of columns that tell a record from all others by themselves. */
const WHOLE_KEYS = words('id uuid guid key pk _id rowid');
/** Words at the end of names of columns that belong to a key. */
const KEY_WORDS = words('id uuid guid key pk code sku asin isbn email imei iban ean nr');
/** Names of identifiers that a loader makes anew for each record, or for each of its loads. */
const LOADERS_IDS = words('_airbyte_ab_id _airbyte_raw_id _airbyte_generation_id _dlt_id _dlt_load_id');
/** Names of identifiers of a transaction or a message, which in a change log tell nothing of the row that was changed. */
const LOGS_ID = /(^|_)(xid|txid|(tx|transaction|event|message|commit|snapshot)_id)$/;
/** Names of things, each of which has its records. */
const THINGS = [
  ...words('user username login customer account person member movie film item product article order invoice ticket'),
  ...words('device sensor host session station store symbol isin name file path'),
];

/** Names of columns that tell of an operation, by their words, also behind other words: `header__change_oper`, `op_type`. */
const OPERATION_NAMES = words(
  'op oper operation action op_type optype operation_type operation_name event_name eventname change_type changetype ' +
    'changemode dml dml_type row_kind rowkind enttyp',
);
/** The same of names that have no other word. */
const OPERATION_ALONE = words('type kind');
/**
 * The values of such columns in the order of their ranks, mostly in lower case: a record is inserted, then updated, then
 * deleted. Some logs have the row before an update as a record of its own, which is older than the row behind it.
 */
const OPERATIONS = [
  words('I U D'),
  words('r c u d'),
  words('i u d'),
  words('b i u d'),
  words('insert update delete'),
  words('create update delete'),
  words('load insert update delete'),
  words('bootstrap-insert insert update delete'),
  words('insert update replace delete'),
  words('update_preimage insert update_postimage delete'),
  words('update_before insert update_after delete'),
  words('insert modify remove'),
  words('added modified deleted'),
  words('rr ub pt up dl'),
];
/** The name and the values of change data capture of SQL Server: the row before an update, inserts, updates, deletes. */
const SQL_SERVER = { name: '__$operation', ranks: words('3 2 4 1') };
/** In the streams of Snowflake an update is a delete and an insert, so that no order of these values is right. */
const STREAM_ACTION = 'METADATA$ACTION';
/** The ways in which letters of the values are written. */
const CASES: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => word.toUpperCase(),
  (word) => word.charAt(0).toUpperCase() + word.slice(1),
];
/** Names of columns that tell whether a record is deleted, without their blanks and marks, in lower case. */
const DELETED_NAME = /^(is)?_?(soft)?_?(deleted|removed)$|_deleted$/;
/** Names of columns that tell when a record was deleted, in the same form: `_ab_cdc_deleted_at`, `deleteTime`. */
const DELETED_TIME_NAME = /(^|_)(deleted|deletion|delete|removed|removal)_(at|on|date|time|datetime|timestamp|ts)(_|$)/;
/** Their values, false first. */
const FLAGS = [words('0 1'), words('false true'), words('False True'), words('FALSE TRUE'), words('f t'), words('N Y')];

/** Further words that names of columns often have, and by which a header is told. */
const FURTHER = [
  ...words(
    'title type status state value v amount price total count quantity qty rating score country city address street',
  ),
  ...words(
    'zip phone first currency category genre description comment note text message url ip age gender level source',
  ),
  ...words(
    'target size weight height lat lon latitude longitude region department surname year month hour balance column',
  ),
  ...words('field temperature extra'),
];

const KNOWN = new Set([
  ...ORDER_WORDS.flat(),
  ...KEY_WORDS,
  ...THINGS,
  ...OPERATION_NAMES,
  ...OPERATION_ALONE,
  ...FURTHER,
]);

/** The words of a name in lower case: those of `lastUpdated_at` are `last`, `updated` and `at`. */
export function wordsOf(name: string): string[] {
  const parted = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return parted
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether some word of the name is one that names of columns often have. */
export function isKnownName(name: string): boolean {
  return wordsOf(name).some((word) => KNOWN.has(word)) || KNOWN.has(name.toLowerCase());
}

/** What the name of a column says about an order by it. */
export interface OrderName {
  /** 0 for the names that say it best. */
  readonly rank: number;
  /** Whether the name holds no other word, which might change its meaning: `release_date` tells of a release. */
  readonly isPlain: boolean;
  /** The values by which a plain name says it: integers of any size, times, or any number. */
  readonly needs: 'integers' | 'times' | 'numbers';
}

/** Null where the name says nothing of an order, or tells of another time. */
export function orderName(path: string): OrderName | null {
  const name = lastName(path);
  const parts = wordsOf(name);
  if (parts.some((word) => OTHER_TIMES.includes(word)) || isDeletedTimeName(path)) return null;
  if (ORDER_ALONE.includes(name.toLowerCase())) return { rank: 0, isPlain: true, needs: 'numbers' };
  const ranks = parts.map((word) => ORDER_WORDS.findIndex((list) => list.includes(word))).filter((rank) => rank >= 0);
  if (ranks.length === 0) return null;
  const isOfChange = ranks.includes(0) || parts.some((word) => word === 'update' || word === 'change');
  // `created_time` tells of the creation, and `update_time` of the change
  const rank = isOfChange ? 0 : ranks.includes(CREATIONS) ? CREATIONS : Math.min(...ranks);
  const known = new Set([...ORDER_WORDS.flat(), ...BESIDE_ORDER]);
  const isAmbiguous = parts.length === 1 && AMBIGUOUS.includes(parts[0] as string);
  const isPlain = parts.every((word) => known.has(word)) && !isAmbiguous && rank !== CREATIONS;
  const isTime = parts.some((word) => TIMES.includes(word));
  return { rank, isPlain, needs: rank === SEQUENCES ? 'integers' : isTime ? 'times' : 'numbers' };
}

/** 3 for a name such as `id`, 2 for one such as `user_id`, 1 for one such as `user`, 0 for one that says nothing of a key. */
export function keyNameRank(path: string): 0 | 1 | 2 | 3 {
  const name = lastName(path);
  if (WHOLE_KEYS.includes(name.toLowerCase())) return name === path ? 3 : 2;
  const last = wordsOf(name).at(-1);
  // all in one word, as in `userid`
  const isJoined =
    /[a-z](id|uuid)$/i.test(name) && !/(paid|void|grid|valid|said|mid|liquid|solid|bid|aid|kid)$/i.test(name);
  if (last === undefined) return 0;
  if (KEY_WORDS.includes(last) || isJoined) return 2;
  return THINGS.includes(name.toLowerCase()) ? 1 : 0;
}

/**
 * Whether a column of this name says nothing of what records are about: those of a loader, which differ in all records or in
 * all of its loads, and in a change log those of a transaction or a message.
 */
export function isIdOfRecord(path: string, isChangeLog: boolean): boolean {
  const name = lastName(path);
  if (LOADERS_IDS.includes(name.toLowerCase()) || path.startsWith('_airbyte_meta.')) return true;
  return isChangeLog && LOGS_ID.test(wordsOf(path).join('_'));
}

/** The ranks of a column with these different values, in which a deletion is the latest; null where it is none. */
export function operationRanks(path: string, all: readonly string[]): readonly string[] | null {
  const isNamed = isOperationName(lastName(path));
  // the first load of a table may have no operations
  const values = all.filter((value) => value !== '');
  if (values.length < (isNamed ? 1 : 2) || lastName(path) === STREAM_ACTION) return null;
  const isOf = (ranks: readonly string[]) => values.every((value) => ranks.includes(value));
  if (lastName(path) === SQL_SERVER.name) return isOf(SQL_SERVER.ranks) ? SQL_SERVER.ranks : null;
  // other letters are grades or sizes as well, where no name speaks for operations
  const possible = isNamed ? OPERATIONS : OPERATIONS.filter(([first = '']) => /^i$/i.test(first) || first.length > 1);
  const found = possible.flatMap((ranks) => CASES.map((inCase) => ranks.map(inCase))).find(isOf);
  if (found === undefined) return null;
  return isNamed || values.length > 2 || values.includes(found.at(-1) as string) ? found : null;
}

function isOperationName(name: string): boolean {
  const inWords = wordsOf(name).join('_');
  return OPERATION_ALONE.includes(inWords) || OPERATION_NAMES.some((each) => `_${inWords}`.endsWith(`_${each}`));
}

/** Whether the name tells that a column has the times at which records were deleted. */
export function isDeletedTimeName(path: string): boolean {
  return DELETED_TIME_NAME.test(wordsOf(lastName(path)).join('_'));
}

/** The value by which a column tells that a record is deleted; null where it tells nothing of that. */
export function deletedFlag(name: string, all: readonly string[]): string | null {
  if (!DELETED_NAME.test(wordsOf(lastName(name)).join('_'))) return null;
  const values = all.filter((value) => value !== '');
  const found = FLAGS.find((flags) => values.every((value) => flags.includes(value)));
  return found === undefined || values.length === 0 ? null : (found[1] as string);
}

/**
 * The name behind the last dot of a path; a dot of the name itself has a backslash before it. The names of types, which
 * MongoDB and DynamoDB write around values (`at.$date`, `at.N`), do not count.
 */
function lastName(path: string): string {
  const names = path.split(/(?<!\\)\./);
  const last = names.at(-1) as string;
  return names.length > 1 && /^(\$[A-Za-z]+|[NSB])$/.test(last) ? lastName(names.slice(0, -1).join('.')) : last;
}
