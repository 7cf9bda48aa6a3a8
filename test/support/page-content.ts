import type { Page } from 'playwright-core';

/** The visible words in an element, separated by single spaces. */
export async function text(page: Page, selector: string): Promise<string> {
  return (await texts(page, selector)).join(' ');
}

/** The visible words in each element. */
export async function texts(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts()).map(words);
}

/** The texts in a chart, sorted, because a chart has no reading order. */
export async function drawn(page: Page, chart: string): Promise<string[]> {
  return (await page.locator(`#${chart}-chart svg text`).allTextContents()).map(words).sort();
}

function words(seen: string): string {
  return seen.replace(/\s+/g, ' ').trim();
}

/** The background colour of the page. */
export function background(page: Page): Promise<string> {
  return page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
}

/** The number of pixels by which the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** The texts of cells and boxes that are too narrow for them, which cuts the texts off. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('.scroll, td, th, dd, dt, p')]
    .filter((box) => box.clientWidth > 1 && box.scrollWidth > box.clientWidth)
    .map((box) => box.className + ': ' + box.textContent.slice(0, 50))`);
}

/** The words in some elements that are broken between two lines. A line may end after a hyphen. */
export function brokenWords(page: Page, selector: string): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (const { index, 0: word } of text.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    }
    return broken;
  })`);
}

/** The contrast ratio of WCAG 2 between two colours such as `#0f766e`. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.trim().slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
