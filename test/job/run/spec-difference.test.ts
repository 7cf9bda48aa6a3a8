import { summarySpec } from '../../../job/options/spec';
import { specDifference } from '../../../job/run/spec-difference';
import { type RecordOptions, resolveSpec } from '../../support/record-options';

const AT = { orderBy: 'timestamp:timestamp,rating:decimal:least' };
const stated = (options: Partial<RecordOptions>, header: string | null = null) =>
  summarySpec(resolveSpec(options), header);
const differ = (former: Partial<RecordOptions>, now: Partial<RecordOptions>) =>
  specDifference(stated(former), stated(now), true);

it('sees no difference where the options mean the same', () => {
  expect(differ({}, {})).toBeNull();
  expect(differ({ format: 'csv' }, { delimiter: ',', quote: '"', escape: '"' })).toBeNull();
  expect(differ({ format: 'json', key: 'a,b' }, { format: 'json', key: 'b,a', missingColumns: 'empty' })).toBeNull();
  expect(differ({}, { comment: '#', skipLines: '2', lineEnd: 'cr', missingColumns: 'empty' })).toBeNull();
});

it.each<[Partial<RecordOptions>, Partial<RecordOptions>, string]>([
  [
    AT,
    {},
    "it was made with --order-by 'timestamp:timestamp,rating:decimal:least', and this run has --order-by " +
      "'timestamp:int'; give --order-by 'timestamp:timestamp,rating:decimal:least'",
  ],
  [
    { orderBy: 'rating:rank(ä<b):least' },
    { orderBy: 'rating:rank(b<ä):least' },
    "it was made with --order-by 'rating:rank(ä<b):least', and this run has --order-by 'rating:rank(b<ä):least'; give " +
      "--order-by 'rating:rank(ä<b):least'",
  ],
  [{ quote: '"' }, {}, `it was made with --quote '"', and this run has no --quote; give --quote '"'`],
  [{}, { quote: "'" }, `it was made with no --quote, and this run has --quote "'"; give no --quote`],
  [
    { quote: '"', escape: '\\' },
    { quote: '"' },
    "it was made with --escape '\\', and this run has no --escape; give --escape '\\'",
  ],
  [
    { format: 'csv' },
    { delimiter: '\\x01\\xa6' },
    "it was made with --delimiter ',' and --quote '\"', and this run has --delimiter '\\x01\\xa6' and no --quote; give " +
      "--delimiter ',' for inputs that have it, and give --quote '\"'",
  ],
  [
    { deleteWhen: ['rating!='] },
    { deleteWhen: ['rating='] },
    "it was made with --delete-when 'rating!=', and this run has --delete-when 'rating='; give --delete-when 'rating!='",
  ],
  [{ escape: '\\' }, {}, "it was made with --escape '\\', and this run has no --escape; give --escape '\\'"],
  [
    { delimiter: ',', escape: '\\' },
    { format: 'csv' },
    "it was made with no --quote and --escape '\\', and this run has --quote '\"' and no --escape; give no --quote, and " +
      "give --escape '\\'",
  ],
  [{ trim: true }, {}, 'it was made with --trim, and this run has no --trim; give --trim'],
  [
    {},
    { emptyOrder: 'oldest' },
    'it was made with --empty-order refuse, and this run has --empty-order oldest; give --empty-order refuse',
  ],
  [
    { ...AT, timeZone: '+02:00' },
    AT,
    "it was made with --time-zone '+02:00', and this run has --time-zone 'UTC'; give --time-zone '+02:00'",
  ],
  [
    { format: 'json', key: 'id' },
    { key: 'movie', emptyOrder: 'oldest' },
    'it was made with --format json, and this run has delimited text; give --format json for inputs that are JSON Lines',
  ],
  [
    { format: 'csv' },
    { format: 'json' },
    'it was made with delimited text, and this run has --format json; read inputs that are delimited text, and without ' +
      '--format json',
  ],
  [
    { format: 'json', key: 'user.id,movie', orderBy: 'at:timestamp' },
    { format: 'json', key: 'user.id', orderBy: 'at.ms' },
    "it was made with --key 'movie,user.id' and --order-by 'at:timestamp', and this run has --key 'user.id' and " +
      "--order-by 'at.ms:int'; give --key 'movie,user.id', and give --order-by 'at:timestamp'",
  ],
])('tells of %j and %j', (former, now, words) => {
  expect(differ(former, now)).toBe(words);
});

it('compares headers, unless the output has none because it has no records', () => {
  const words =
    "it was made with header 'a\\t→', and this run has no header; read inputs with that header, and with --header";
  const header = Buffer.from('a\t→').toString('latin1');
  expect(specDifference(stated({}, header), stated({}), true)).toBe(words);
  expect(specDifference(stated({}), stated({}, header), false)).toBeNull();
  expect(specDifference(stated({}), stated({}, header), true)).toMatch(/^it was made with no header, /);
});
