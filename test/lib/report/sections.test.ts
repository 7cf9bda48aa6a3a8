import { job } from '../../../lib/report/sections/job';
import { rejects } from '../../../lib/report/sections/rejects';
import { hostileSummary, SAMPLE_REJECTS, sampleSummary } from '../../support/sample-summary';

const plain = sampleSummary();

test('the page lists the files that were skipped for their names', () => {
  const skipped = { files: 7, bytes: 1500, examples: ['in/_2024.csv', 'in/_b', 'in/_c'] };
  expect(job(plain).markup).toContain('<dt>Skipped</dt><dd>nothing</dd>');
  expect(job({ ...plain, inputs: { ...plain.inputs, skipped } }).markup).toMatch(
    /<dt>Skipped<.dt><dd>7\sfiles, 1\.50\skB, for their names, the first are<ul><li><code>in.\u{5f}2024\.csv<.code><.li>/u,
  );
  expect(job(hostileSummary()).markup).not.toContain('<script');
});

test('the page lists the odd records that the run accepted', () => {
  const oddities = [{ kind: 'no-order', count: 3, file: 'in/<a>', offset: 7, line: '1,NA' }] as const;
  for (const summary of [plain, sampleSummary(SAMPLE_REJECTS)]) {
    expect(rejects(summary).markup).not.toContain('no value');
    expect(rejects({ ...summary, oddities }).markup).toContain(
      '<p>3 records have no value in the order column &#39;Timestamp&#39; (nothing, NA, null, None, \\N …), and a word is later ' +
        'than any digit, the first in &#39;in/&lt;a&gt;&#39; at byte 7: &#39;1,NA&#39;.</p>',
    );
  }
});
