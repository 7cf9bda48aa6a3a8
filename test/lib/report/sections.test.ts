import { summarySpec } from '../../../job/options/spec';
import { shownOf } from '../../../job/shared/shown-bytes';
import { chartData } from '../../../lib/report/markup/chart-data';
import { headline } from '../../../lib/report/sections/headline';
import { job } from '../../../lib/report/sections/job';
import { parts } from '../../../lib/report/sections/parts';
import { rejects } from '../../../lib/report/sections/rejects';
import { type RecordOptions, resolveSpec } from '../../support/record-options';
import { hostileSummary, RUN, SAMPLE_REJECTS, sampleSummary } from '../../support/sample-summary';

const plain = sampleSummary();

test('the page lists the files that were skipped for their names', () => {
  const skipped = { files: 7, bytes: 1500, examples: ['in/_2024.csv', 'in/_b', 'in/_c'] };
  expect(job(plain).markup).toContain('<dt>Skipped</dt><dd>nothing</dd>');
  expect(job({ ...plain, inputs: { ...plain.inputs, skipped } }).markup).toMatch(
    /<dt>Skipped<.dt><dd>7\sfiles, 1\.50\skB, for their names, the first are<ul><li><code>in.\u{5f}2024\.csv<.code><.li>/u,
  );
  expect(job(hostileSummary()).markup).not.toContain('<script');
});

test('the page tells which files are new, and that those of the former output were read too', () => {
  const ledger = { new: 1, changed: 0, unchanged: 3, gone: 0 };
  const page = job({ ...plain, inputs: { ...plain.inputs, merged: 'run-1', ledger } }).markup;
  expect(page).toMatch(/<dt>Read<.dt><dd>[^<]*, with those of the former output</);
  expect(spaced(page)).toContain('\nInputs 1 file new, 0 changed, 3 read before');
  expect(job(plain).markup).not.toMatch(/former output|<dt>Inputs</);
});

const text = (markup: string) =>
  markup
    .replace(/<dt>/g, '\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/ +/g, ' ');
/** With ordinary blanks in place of those at which no line breaks. */
const spaced = (markup: string) => text(markup).replaceAll('\u00a0', ' ');
const specOf = (options: Partial<RecordOptions>) =>
  text(job({ ...plain, spec: summarySpec(resolveSpec(options), null) }).markup);

test('the page tells of a merge how many keys are new, and of new files how many there are', () => {
  const { inputs, ...rest } = plain;
  const ledger = { new: 2, changed: 1, unchanged: 1000, gone: 3 };
  const merged = {
    ...rest,
    inputs: { ...inputs, merged: RUN, ledger },
    keys: { added: 2294, changed: 602, unchanged: 1 },
  };
  expect(spaced(headline(merged).markup)).toContain(
    `among them the former output, of run ${RUN} (2,294 keys added, 602 changed, 1 unchanged)`,
  );
  expect(spaced(job(merged).markup)).toContain('\nInputs 2 files new, 1 changed, 1,000 read before, 3 gone');
  expect(spaced(job(plain).markup)).not.toContain('\nInputs ');
});

test('the page tells how records are written and ordered', () => {
  const plainly = specOf({});
  expect(plainly).toContain('\nLatest by timestamp (64-bit integer)');
  expect(plainly).not.toMatch(/\n(Quote|Blanks|Time zone|Empty values) /);
  const changes = specOf({
    ...{ columns: 'id,ts,op', key: 'id', orderBy: 'ts:timestamp:least,op:rank(Ä<b)', emptyOrder: 'oldest' },
    ...{ timeZone: '+02:00', format: 'csv', trim: true },
  });
  expect(changes).toContain('\nLatest by ts (time, the least is the latest), then op (in a stated order: Ä &lt; b)');
  expect(changes).toContain('\nEmpty values older than all others');
  expect(changes).toContain('\nTime zone +02:00 , where a time names none');
  expect(changes).toContain('\nQuote &quot; , doubled within fields');
  expect(changes).toContain('\nBlanks do not count around fields');
  expect(specOf({ format: 'csv', escape: '\\' })).toContain('\nQuote &quot; , \\ before it within fields');
  expect(specOf({ delimiter: ',', escape: '\\' })).toContain('\nEscape \\ before delimiters and newlines in values');
});

test('the page tells of JSON Lines their names, and nothing of fields', () => {
  const found = specOf({ format: 'json', key: 'user.id,movie', orderBy: 'event.time:timestamp' });
  expect(found).toContain('\nFormat JSON Lines: one object a line');
  expect(found).toContain('\nKey movie , user.id');
  expect(found).toContain('\nLatest by event.time (time)');
  expect(found).not.toMatch(/\n(Columns|Delimiter|Header|Quote) /);
  expect(specOf({})).not.toContain('\nFormat JSON');
});

test('the books on the page have comments and skipped lines where there are any', () => {
  const books = (counts: object) => text(headline({ ...plain, counts: { ...plain.counts, ...counts } }).markup);
  expect(books({})).not.toMatch(/comment|skipped/);
  expect(books({ comments: 1, skipped: 2 })).toMatch(/\+ 1 comment \+ 2 skipped \+ /);
});

describe('a run with deletes', () => {
  const spec = {
    ...plain.spec,
    deleteWhen: [
      { column: 'op', value: 'D' },
      { column: 'gone', value: '' },
      { column: 'op', value: 'I', isOther: true as const },
      { column: 'until', value: '', isOther: true as const },
    ],
  };
  const counts = { ...plain.counts, kept: plain.counts.kept - 12, deleted: 12, forgotten: 3 };
  const file = { name: `_deleted/${plain.output.parts[0]?.name}`, bytes: 640, lines: 9, crc32: 1 };
  const summary = { ...plain, spec, counts, output: { ...plain.output, deleted: [file] } };

  test('has them in the books and in the lead of the page', () => {
    const words = spaced(headline(summary).markup);
    expect(words).toContain('3,061,662 superseded + 12 deleted + ');
    expect(words).toContain('12 keys left out, since their latest record is a delete. Read');
    expect(spaced(headline(plain).markup)).not.toContain('delete');
  });

  test('has their conditions, and the files that keep them', () => {
    const words = spaced(job(summary).markup);
    expect(words).toContain(
      '\nDeletes op is D , or gone is empty, or op has another value than I , or until has a value',
    );
    expect(words).toContain('\nDeletes 9 deletes, 640 B, in 1 file of _deleted/ ; 3 more were forgotten');
    expect(spaced(parts(chartData(summary), summary).markup)).toContain('9 deletes, 640 B, in 1 file of _deleted/');
    expect(spaced(job(plain).markup)).not.toContain('Deletes');
    expect(spaced(parts(chartData(plain), plain).markup)).not.toContain('delete');
  });
});

test('a bad record with newlines in it is on one line of the page', () => {
  const example = {
    file: 'in/a',
    offset: 0,
    reason: 'quote' as const,
    detail: 'd',
    line: shownOf(Buffer.from('"a\nb"x')),
  };
  const summary = sampleSummary(SAMPLE_REJECTS);
  const { markup } = rejects({ ...summary, rejects: { ...summary.rejects, examples: [example] } });
  expect(text(markup)).toContain(' &quot;a\\x0ab&quot;x ');
});

test('the page lists the odd records that the run accepted', () => {
  const oddities = [{ kind: 'no-order', count: 3, file: 'in/<a>', offset: 7, line: '1,NA' }] as const;
  for (const summary of [plain, sampleSummary(SAMPLE_REJECTS)]) {
    expect(rejects(summary).markup).not.toContain('no value');
    const orderBy = [{ column: 'Timestamp', type: 'text', isLeast: false, ranks: [] }] as const;
    expect(rejects({ ...summary, oddities, spec: { ...summary.spec, orderBy } }).markup).toContain(
      '<p>3 records have no value in the order column &#39;Timestamp&#39; (nothing, NA, null, None, \\N …), and a word is later ' +
        'than any digit; --empty-order oldest has these before all others, the first in &#39;in/&lt;a&gt;&#39; at byte 7: &#39;1,NA&#39;.</p>',
    );
  }
});
