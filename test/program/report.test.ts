import { drawn, text, texts } from '../support/page-content';
import { reportPages } from '../support/report-pages';
import { RUN, SAMPLE_REJECTS, sampleSummary } from '../support/sample-summary';

reportPages('the figures of report.html', (open) => {
  test('tells the result of the run in words, as an equation and in figures', async () => {
    const { page } = await open(sampleSummary());
    expect(await text(page, 'h1')).toBe('6,938,338 latest records kept of 10,000,000 lines');
    expect(await page.title()).toBe('6,938,338 latest records kept of 10,000,000 lines - dedup');
    expect(await text(page, '.badges')).toBe('✓ books balance');
    expect(await text(page, '.books')).toBe(
      '10,000,000 lines = 0 blank + 0 headers + 6,938,338 kept + 3,061,662 superseded + 0 rejected',
    );
    expect(await texts(page, '.facts > div')).toEqual([
      'Time 980 ms publication included',
      'Lines 10.2M/s over that time',
      'Input 384 MB/s over that time',
      'Threads 2 workers',
      'Peak memory 1.13 GiB budget 4 GiB',
      'Spilled 0 B all fitted in memory',
    ]);
    expect(await text(page, '.eyebrow')).toBe(`dedup run ${RUN} 2026-11-22 15:25:04 UTC`);
    expect(await text(page, '[aria-labelledby=rejects]')).toContain('No rejected records');
    expect(await page.locator('[aria-labelledby=rejects] table').count()).toBe(0);
  });

  test('says that the elapsed time excludes publication when the summary does not include it', async () => {
    const summary = sampleSummary();
    const { page } = await open({ ...summary, phases: summary.phases.filter(({ phase }) => phase !== 'publish') });
    expect((await texts(page, '.facts > div'))[0]).toBe('Time 818 ms until publication');
  });

  test('says so when the counts do not add up', async () => {
    const summary = sampleSummary();
    const { page } = await open({ ...summary, counts: { ...summary.counts, kept: 1 } });
    expect(await text(page, '.badges')).toBe('✗ books do not balance');
  });

  test('draws the flow of lines without flows of zero lines', async () => {
    const { page } = await open(sampleSummary());
    expect(await drawn(page, 'flow')).toEqual(
      ['Lines', '10,000,000', 'Kept', '6,938,338 · 69.4%', 'Superseded', '3,061,662 · 30.6%'].sort(),
    );
  });

  test('draws the flow from rejects to their reasons and lists the examples', async () => {
    const { page } = await open(sampleSummary(SAMPLE_REJECTS));
    expect(await drawn(page, 'flow')).toEqual(
      [
        ...['Lines', '10,000,000', 'Kept', '6,938,338 · 69.4%', 'Superseded', '3,061,658 · 30.6%'],
        ...['Rejected', '4 · <0.1%', 'columns', '3 · <0.1%', 'order', '1 · <0.1%'],
      ].sort(),
    );
    const rejects = page.locator('[aria-labelledby=rejects]');
    expect(await rejects.locator('table').count()).toBe(2);
    expect(await texts(page, '[aria-labelledby=rejects] .scroll tbody tr')).toEqual([
      'columns Not as many columns as the spec has 3 75.0%',
      'order A value to order by is empty, or not of its type 1 25.0%',
    ]);
    expect(await page.getByRole('table', { name: 'The first 2 by file and offset' }).getByRole('row').count()).toBe(3);
    expect(await texts(page, '[aria-labelledby=rejects] > table tbody tr')).toEqual([
      'ratings/a 1,234,567 columns 3 columns instead of 4 heat^ann^3.5',
      'ratings/b 0 order "soon" is no integer heat^bob^1.0^soon',
    ]);
    expect(await text(page, '.badges')).toBe('✓ books balance 4 rejected');
  });

  test('draws one row for the phases and one row for every worker', async () => {
    const { page } = await open(sampleSummary({ workers: 3 }));
    const words = await drawn(page, 'timeline');
    expect(words.filter((word) => /^(Phases|Worker)/.test(word))).toEqual([
      'Phases',
      'Worker 0',
      'Worker 1',
      'Worker 2',
    ]);
    expect(words.filter((word) => word === 'map')).toHaveLength(4);
    expect(await page.locator('[aria-labelledby=time] tbody tr').count()).toBe(4 + 3 * 2);
  });

  test('draws the number of busy workers instead of a row for each of 400 workers', async () => {
    const { page } = await open(sampleSummary({ workers: 400 }));
    expect(await drawn(page, 'timeline')).toContain('workers busy');
    expect((await page.locator('#timeline-chart').boundingBox())?.height).toBeLessThan(400);
  });

  test('draws every part by its name and size', async () => {
    const { page } = await open(sampleSummary({ parts: 16 }));
    const words = await drawn(page, 'parts');
    expect(words.filter((word) => word.startsWith('part-'))).toHaveLength(16);
    expect(words).toContain('16.3 MB');
    expect(await page.locator('[aria-labelledby=parts] tbody tr').count()).toBe(16);
  });

  test.each([
    [2, '2 parts', 2],
    [48, '48 parts', 48],
    [1000, '1,000 parts', 20],
    [10_000, '10,000 parts', 20],
  ])('stays readable with %i parts', async (parts, words, rows) => {
    const { page } = await open(sampleSummary({ parts }));
    expect(await text(page, '[aria-labelledby=parts] > p')).toContain(words);
    expect(await page.locator('[aria-labelledby=parts] tbody tr').count()).toBe(rows);
    const height = (await page.locator('#parts-chart').boundingBox())?.height ?? 0;
    expect(height).toBeGreaterThan(40);
    expect(height).toBeLessThan(700);
    const bars = await page.locator('#parts-chart svg path[fill="#0f766e"]').count();
    expect(bars).toBe(Math.min(parts, 50));
  });

  test('draws no chart for a single part, and says so when there were no records', async () => {
    const { page: one } = await open(sampleSummary({ parts: 1 }));
    expect(await one.locator('#parts-chart').count()).toBe(0);
    expect(await text(one, '[aria-labelledby=parts] tbody')).toBe(
      `part-00000-${RUN} 261 MB 260,881,509 6,938,338 9e3779b9`,
    );
    const { page: none } = await open({ ...sampleSummary({ parts: 0, lines: 0, superseded: 0 }), workers: [] });
    expect(await text(none, 'h1')).toBe('Nothing to keep: the inputs have no lines');
    expect(await none.locator('#flow-chart').count()).toBe(0);
  });
});
