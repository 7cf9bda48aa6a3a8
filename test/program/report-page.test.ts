import { execFileSync } from 'node:child_process';
import { reportPages } from '../support/report-pages';
import { hostileSummary, MARKUP, SAMPLE_REJECTS, sampleSummary } from '../support/sample-summary';
import { background, contrast, overflow, text } from '../support/seen';

reportPages('the page of report.html', (open) => {
  test('shows hostile texts as they are and runs none of them', async () => {
    const { page } = await open(hostileSummary());
    expect(await page.evaluate("'attacked' in window")).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    const cells = await page.locator('.cards tbody tr').nth(0).locator('th, td').allTextContents();
    expect(cells).toEqual([`in/${MARKUP}.csv`, '0', 'columns', '3 columns instead of 4', `${MARKUP}\\x00\\x1b[31m`]);
    expect(await page.locator('.cards tbody tr').nth(1).locator('td').last().textContent()).toBe(
      '{title|rich} \\u2028 \\u202egpj.exe',
    );
    expect(await page.locator('.cards tbody tr').nth(2).locator('td').last().textContent()).toBe('&lt;b&gt;');
    const job = await text(page, '[aria-labelledby=job]');
    expect(job).toContain(`Delimiter \\t (tab)`);
    expect(job).toContain(`Header Größe\\t${MARKUP}`);
    expect(job).toContain('line\\nbreak');
    await page.hover('#parts-chart svg path[fill="#0f766e"]');
    await page.getByText(`part"'${MARKUP}`).first().waitFor();
    expect(await page.evaluate("'attacked' in window")).toBe(false);
  });

  test('would not run a script that slipped through', async () => {
    const slipped = MARKUP.replace('</script>', '');
    const { page, offences } = await open(sampleSummary(), {}, (html) => html.replace('<main>', `<main>${slipped}`));
    expect(await page.evaluate("'attacked' in window")).toBe(false);
    expect(await page.locator('#flow-chart svg').count()).toBe(1);
    expect(offences.splice(0).join('\n')).toMatch(/Content Security Policy/);
  });

  test('copies the command exactly', async () => {
    const { page } = await open(hostileSummary());
    // The clipboard belongs to the machine: the page gets one of its own.
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text) => { window.copied = text; } },
    })`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = String(await page.evaluate('copied'));
    const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${copied}`], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(hostileSummary().command);
  });

  test('is dark where the reader is, and changes with them', async () => {
    const { page } = await open(sampleSummary(SAMPLE_REJECTS), { colorScheme: 'dark' });
    expect(await background(page)).toBe('rgb(23, 22, 20)');
    const dark = page.locator('#flow-chart svg path[fill="#45bfaf"]');
    expect(await dark.count()).toBeGreaterThan(0);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('#flow-chart svg path[fill="#0f766e"]').first().waitFor();
    expect(await background(page)).toBe('rgb(251, 250, 247)');
    expect(await dark.count()).toBe(0);
  });

  test('prints in the colours of paper', async () => {
    const { page } = await open(sampleSummary(SAMPLE_REJECTS), { colorScheme: 'dark' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('#flow-chart svg path[fill="#0f766e"]').count()).toBeGreaterThan(0);
    expect(await background(page)).toBe('rgb(251, 250, 247)');
    await page.setViewportSize({ width: 690, height: 900 });
    await page.emulateMedia({ media: 'print' });
    // Drawn for a wide window, it is as wide as the sheet, and neither cut nor squeezed.
    const flow = await page.locator('#flow-chart svg').boundingBox();
    expect(flow?.width).toBeCloseTo(690, 0);
    expect(flow?.height).toBeGreaterThan(200);
    expect(await overflow(page)).toBe(0);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });

  test.each([400, 1400])('fits a window of %i pixels', async (width) => {
    for (const summary of [
      sampleSummary(SAMPLE_REJECTS),
      sampleSummary({ parts: 1000, workers: 400 }),
      hostileSummary(),
    ]) {
      const { page } = await open(summary, { viewport: { width, height: 900 } });
      expect(await overflow(page)).toBe(0);
    }
  });

  test('redraws its charts when the window changes', async () => {
    const { page } = await open(sampleSummary());
    await page.setViewportSize({ width: 400, height: 900 });
    await page.locator('#parts-chart svg[width="368"]').waitFor();
    expect(await overflow(page)).toBe(0);
  });

  test('can be read without seeing the charts, and without a script', async () => {
    const { page } = await open(sampleSummary(SAMPLE_REJECTS), { javaScriptEnabled: false });
    const flow = page.getByRole('img', {
      name: /^Flow from lines to what became of them: 10,000,000 lines, 4 rejected/,
    });
    expect(await flow.count()).toBe(1);
    expect(await page.getByRole('img', { name: /^Timeline of the run: plan 6.ms, map 472.ms/ }).count()).toBe(1);
    await page.getByText('Where every line went, in figures').click();
    const figures = page.getByRole('table', { name: 'Where every line went' });
    expect(await figures.getByRole('row').count()).toBe(1 + 6);
    expect(await figures.getByRole('rowheader', { name: 'Rejected: order' }).count()).toBe(1);
    expect(await page.getByRole('heading').allTextContents()).toEqual([
      '6,938,338 latest records kept of 10,000,000 lines',
      ...['Where every line went', 'Rejected records', 'Time', 'Parts', 'The job'],
      ...['Spec', 'Inputs and output', 'Run', 'Command'],
    ]);
  });

  test.each(['light', 'dark'] as const)('has text that stands out from its ground, in %s', async (colorScheme) => {
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
