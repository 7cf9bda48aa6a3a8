/** The page of report.html in a browser, which is started once: that takes longer than most of these tests. */

import { execFileSync } from 'node:child_process';
import type { Summary } from '../../job/summary/summary';
import { background, brokenWords, contrast, cutOff, drawn, overflow, text, texts } from '../support/page-content';
import { reportPages } from '../support/report-pages';
import { hostileSummary, MARKUP, RUN, SAMPLE_REJECTS, sampleSummary } from '../support/sample-summary';

/** The selector of the rows with the examples of rejects. */
const EXAMPLES = '[aria-labelledby=rejects] > table tbody tr';

/** A summary with every reason of rejection, as many workers and parts as the page has rows for, and long times. */
function longRun(): Summary {
  const byReason = { columns: 12_345_678, order: 1, 'order-range': 2, length: 3, quote: 0, 'open-quote': 0 };
  const { phases, workers, ...rest } = sampleSummary({
    ...SAMPLE_REJECTS,
    byReason,
    lines: 100_000_000,
    superseded: 20_000_000,
    parts: 50,
    workers: 16,
  });
  const longer = <T extends { readonly startMs: number; readonly endMs: number }>(spans: readonly T[]) =>
    spans.map((span) => ({ ...span, startMs: span.startMs * 9001, endMs: span.endMs * 9001 }));
  return { ...rest, phases: longer(phases), workers: longer(workers) };
}

reportPages('report.html', (open) => {
  describe('the figures', () => {
    test('tells the result of the run in words, as an equation and in figures', async () => {
      const { page } = await open(sampleSummary());
      expect(await text(page, 'h1')).toBe('6,938,338 latest records kept of 10,000,000 lines');
      expect(await page.title()).toBe('6,938,338 latest records kept of 10,000,000 lines - dedup');
      expect(await text(page, '.badges')).toBe('✓ counts balance');
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
      expect(await text(page, '.badges')).toBe('✗ counts do not balance');
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
      expect(await page.getByRole('table', { name: 'The first 2 by file and offset' }).getByRole('row').count()).toBe(
        3,
      );
      expect(await texts(page, '[aria-labelledby=rejects] > table tbody tr')).toEqual([
        'ratings/a 1,234,567 columns 3 columns instead of 4 heat^ann^3.5',
        'ratings/b 0 order "soon" is no integer heat^bob^1.0^soon',
      ]);
      expect(await text(page, '.badges')).toBe('✓ counts balance 4 rejected');
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

  describe('the page', () => {
    test('shows hostile texts as they are and executes none of them', async () => {
      const { page } = await open(hostileSummary());
      expect(await page.evaluate("'attacked' in window")).toBe(false);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(2);
      const cells = await page.locator(EXAMPLES).nth(0).locator('th, td').allTextContents();
      expect(cells).toEqual([`in/${MARKUP}.csv`, '0', 'columns', '3 columns instead of 4', `${MARKUP}\\x00\\x1b[31m`]);
      expect(await page.locator(EXAMPLES).nth(1).locator('td').last().textContent()).toBe(
        '{title|rich} \\u{2028} \\u{202e}gpj.exe',
      );
      expect(await page.locator(EXAMPLES).nth(2).locator('td').last().textContent()).toBe('&lt;b&gt;');
      const job = await text(page, '[aria-labelledby=job]');
      expect(job).toContain(`Delimiter \\t (tab)`);
      expect(job).toContain(`Header Größe\\x09${MARKUP}`);
      expect(job).toContain('line\\x0abreak');
      await page.hover('#parts-chart svg path[fill="#0f766e"]');
      await page.getByText(`part"'${MARKUP}`).first().waitFor();
      expect(await page.evaluate("'attacked' in window")).toBe(false);
    });

    test('has a policy that stops a script that was injected despite escaping', async () => {
      const slipped = MARKUP.replace('</script>', '');
      const { page, offences } = await open(sampleSummary(), undefined, (html) =>
        html.replace('<main>', `<main>${slipped}`),
      );
      expect(await page.evaluate("'attacked' in window")).toBe(false);
      expect(await page.locator('#flow-chart svg').count()).toBe(1);
      expect(offences.splice(0).join('\n')).toMatch(/Content Security Policy/);
    });

    test('copies the exact command to the clipboard', async () => {
      const { page } = await open(hostileSummary());
      // The page gets a clipboard of its own, because the real clipboard is shared by the whole machine.
      await page.evaluate(`Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text) => { window.copied = text; } },
    })`);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = String(await page.evaluate('copied'));
      const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${copied}`], { encoding: 'utf8' });
      expect(printed.split('\0').slice(0, -1)).toEqual(hostileSummary().command);
    });

    test('follows the light or dark colour scheme of the reader', async () => {
      const { page } = await open(sampleSummary(SAMPLE_REJECTS), { colorScheme: 'dark' });
      expect(await background(page)).toBe('rgb(23, 22, 20)');
      const dark = page.locator('#flow-chart svg path[fill="#45bfaf"]');
      expect(await dark.count()).toBeGreaterThan(0);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.locator('#flow-chart svg path[fill="#0f766e"]').first().waitFor();
      expect(await background(page)).toBe('rgb(251, 250, 247)');
      expect(await dark.count()).toBe(0);
    });

    test('prints in light colours', async () => {
      const { page } = await open(sampleSummary(SAMPLE_REJECTS), { colorScheme: 'dark' });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await page.locator('#flow-chart svg path[fill="#0f766e"]').count()).toBeGreaterThan(0);
      expect(await background(page)).toBe('rgb(251, 250, 247)');
      await page.setViewportSize({ width: 690, height: 900 });
      await page.emulateMedia({ media: 'print' });
      // A chart that was drawn for a wide window fills the width of the sheet, neither cut off nor squeezed.
      const flow = await page.locator('#flow-chart svg').boundingBox();
      expect(flow?.width).toBeCloseTo(690, 0);
      expect(flow?.height).toBeGreaterThan(200);
      expect(await overflow(page)).toBe(0);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    });

    test.each([
      ['with rejects', sampleSummary(SAMPLE_REJECTS)],
      ['of many parts and workers', sampleSummary({ parts: 1000, workers: 400 })],
      ['with hostile texts', hostileSummary()],
    ])('fits a narrow window, and the same one when it is wide: %s', async (_, summary) => {
      const { page } = await open(summary, { viewport: { width: 400, height: 900 } });
      expect(await overflow(page)).toBe(0);
      await page.setViewportSize({ width: 1400, height: 900 });
      await page.locator('#parts-chart svg:not([width="368"])').waitFor();
      expect(await overflow(page)).toBe(0);
    });

    test('hides the figures of a chart until the reader opens them', async () => {
      const { page } = await open(sampleSummary(SAMPLE_REJECTS));
      expect(await page.locator('details').count()).toBe(3);
      expect(await page.locator('details[open]').count()).toBe(0);
      await page.getByText('Where every line went, in figures').click();
      expect(await page.getByRole('table', { name: 'Where every line went' }).isVisible()).toBe(true);
    });

    test.each([
      ['of a long run', longRun()],
      ['with hostile texts', hostileSummary()],
    ])('breaks no word and cuts nothing off with all figures open, at 320 and 400 pixels: %s', async (_, summary) => {
      const { page } = await open(summary, { viewport: { width: 320, height: 900 } });
      await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
      for (const width of [320, 400]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await overflow(page)).toBe(0);
        expect(await cutOff(page)).toEqual([]);
        expect(await brokenWords(page, 'tbody :is(.words, .name, .figure), table:not(.cards) thead th, dt')).toEqual(
          [],
        );
      }
    });

    describe('on paper', () => {
      test('begins no table at the end of a sheet, and keeps each heading with its section', async () => {
        const { page } = await open(longRun());
        await page.emulateMedia({ media: 'print' });
        const styles = await page.evaluate<Record<string, string>>(`({
        ...Object.fromEntries(['h2', 'h2 + p', 'h3', 'caption', 'thead'].map((each) =>
          [each, getComputedStyle(document.querySelector(each)).breakAfter])),
        'first row': getComputedStyle(document.querySelector('tbody tr')).breakBefore,
        'short table': getComputedStyle(document.querySelector('.short')).breakInside,
        scroll: getComputedStyle(document.querySelector('.scroll')).overflowX,
      })`);
        expect(styles).toEqual({
          ...{ h2: 'avoid', 'h2 + p': 'avoid', h3: 'avoid', caption: 'avoid', thead: 'avoid' },
          ...{ 'first row': 'avoid', 'short table': 'avoid', scroll: 'visible' },
        });
      });

      // the size of A4 without its margins, at 96 pixels an inch
      const SHEET = { width: 688, height: 1017 };

      test('has the flow of lines on its first sheet, and breaks no chart between sheets', async () => {
        for (const summary of [sampleSummary(), longRun()]) {
          const { page } = await open(summary);
          await page.setViewportSize(SHEET);
          await page.emulateMedia({ media: 'print' });
          const flow = await page.locator('figure').first().boundingBox();
          expect((flow?.y ?? 0) + (flow?.height ?? 0)).toBeLessThan(SHEET.height);
          for (const figure of await page.locator('figure').all()) {
            expect((await figure.boundingBox())?.height).toBeLessThan(SHEET.height / 2);
          }
        }
      });
    });

    test('redraws its charts when the window changes', async () => {
      const { page } = await open(sampleSummary());
      await page.setViewportSize({ width: 400, height: 900 });
      await page.locator('#parts-chart svg[width="368"]').waitFor();
      expect(await overflow(page)).toBe(0);
    });

    test('can be read without its charts and without JavaScript', async () => {
      const { page } = await open(sampleSummary(SAMPLE_REJECTS), { javaScriptEnabled: false });
      const flow = page.getByRole('img', {
        name: /^Flow from lines to what became of them: 10,000,000 lines, 4 rejected/,
      });
      expect(await flow.count()).toBe(1);
      expect(await page.getByRole('img', { name: /^Timeline of the run: plan 6.ms, map 472.ms/ }).count()).toBe(1);
      const figures = page.getByRole('table', { name: 'Where every line went' });
      expect(await figures.getByRole('row').count()).toBe(1 + 6);
      expect(await figures.getByRole('rowheader', { name: 'Rejected: order' }).count()).toBe(1);
      expect(await page.getByRole('table', { name: 'Time by phase and worker' }).getByRole('row').count()).toBe(1 + 8);
      expect(
        await page
          .getByRole('table', { name: /^Parts/ })
          .getByRole('row')
          .count(),
      ).toBe(1 + 16);
      // no chart is drawn, and no blank space is left for one
      for (const place of await page.locator('.chart').all()) expect((await place.boundingBox())?.height).toBe(1);
      expect(await page.getByRole('heading').allTextContents()).toEqual([
        '6,938,338 latest records kept of 10,000,000 lines',
        ...['Where every line went', 'Rejected records', 'Time', 'Parts', 'The job'],
        ...['Spec', 'Inputs and output', 'Run', 'Command'],
      ]);
    });

    test.each(['light', 'dark'] as const)('has text of enough contrast in the %s scheme', async (colorScheme) => {
      const { page } = await open(sampleSummary(SAMPLE_REJECTS), { colorScheme });
      const style = 'getComputedStyle(document.documentElement)';
      const colorOf = (name: string) => page.evaluate<string>(`${style}.getPropertyValue('--${name}')`);
      const pairs = [
        ...['ink', 'muted', 'kept'].flatMap((name) => [
          [name, 'paper'],
          [name, 'card'],
        ]),
        ...[
          ['good', 'good-wash'],
          ['warn', 'warn-wash'],
        ],
        ...['map', 'reduce', 'plan'].map((name) => ['on-fill', name]),
      ];
      for (const [text = '', ground = ''] of pairs) {
        const ratio = contrast(await colorOf(text), await colorOf(ground));
        expect({ text, ground, readable: ratio >= 4.5 }).toEqual({ text, ground, readable: true });
      }
    });
  });
});
