/** Records of another kind than the default: tab-separated, with a header, ordered by text. */

const COLUMNS = ['sku', 'shop', 'price', 'day'];
const HEADER = `${COLUMNS.join('\t')}\n`;
const SKUS = 200;

/** The specification of these records, by the names of the kit's settings and of the options of `dedup run`. */
const JOB = [
  ['columns', 'columns', COLUMNS.join(',')],
  ['key', 'key', 'sku,shop'],
  ['orderBy', 'order-by', 'day:text'],
  ['delimiter', 'delimiter', '\\t'],
  ['compress', 'compress', 'gzip'],
  ['parts', 'parts', '2'],
] as const;

export const PRICE_SETTINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(JOB.map(([setting, , value]) => [setting, value])),
  header: 'true',
};
export const PRICE_OPTIONS = [...JOB.flatMap(([, option, value]) => [`--${option}`, value]), '--header'];

/** Two records for each article of a shop, of which the second is the later. */
export function prices(shop: string, factor: number): string {
  const line = (sku: number, day: number) => `${sku}\t${shop}\t${sku * factor + day}\t2026-11-0${day}\n`;
  const lines = [1, 2].flatMap((day) => Array.from({ length: SKUS }, (_, sku) => line(sku, day)));
  return HEADER + lines.join('');
}

/** A record with too few columns. */
export function badPrices(): string {
  return `${HEADER}no record\n`;
}
