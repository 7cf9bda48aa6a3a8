/*!
 * Apache ECharts, Copyright 2017-2026 The Apache Software Foundation, Apache License 2.0. This product includes
 * software developed at The Apache Software Foundation (https://www.apache.org/).
 * zrender, Copyright (c) 2017, Baidu Inc., BSD 3-Clause License. tslib, Copyright (c) Microsoft Corporation, 0BSD.
 */
import { BarChart, CustomChart, SankeyChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartData } from '../markup/chart-data';
import { mountCopyButtons } from './copy';
import { flowOption } from './flow';
import { type Look, TONES, type Tone } from './look';
import { partsOption } from './parts';
import { timelineOption } from './timeline';

type Draw = (data: ChartData, look: Look) => EChartsCoreOption;

use([BarChart, CustomChart, SankeyChart, GridComponent, TooltipComponent, SVGRenderer]);

const CHARTS: Readonly<Record<string, Draw>> = { flow: flowOption, timeline: timelineOption, parts: partsOption };

/** Without a script the page shows tables of figures in place of drawings. The script hides the tables and draws. */
document.documentElement.classList.add('scripted');
for (const figures of document.querySelectorAll<HTMLDetailsElement>('details.figures')) figures.open = false;

const data = JSON.parse(document.getElementById('chart-data')?.textContent ?? '') as ChartData;
const redraws = Object.entries(CHARTS).flatMap(([id, draw]) => {
  const place = document.getElementById(`${id}-chart`);
  return place ? [mount(place, draw)] : [];
});
const redrawAll = () => {
  for (const redraw of redraws) redraw();
};

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
addEventListener('beforeprint', () => {
  // Paper is white, so the style sheet switches to its light colours, even where the screen is dark.
  document.documentElement.classList.add('printing');
  redrawAll();
});
addEventListener('afterprint', () => {
  document.documentElement.classList.remove('printing');
  redrawAll();
});
mountCopyButtons();

/** Draws the chart now, and again whenever its width changes. Returns a function that redraws it. */
function mount(place: HTMLElement, draw: Draw): () => void {
  const chart = init(place, null, { renderer: 'svg' });
  const redraw = () => {
    chart.resize();
    chart.setOption(draw(data, lookOf(place)), { notMerge: true });
    fitPaper(place);
  };
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width || place.clientWidth === 0 || isPrinting()) return;
    width = place.clientWidth;
    redraw();
  }).observe(place);
  redraw();
  return redraw;
}

function isPrinting(): boolean {
  return document.documentElement.classList.contains('printing');
}

function lookOf(place: HTMLElement): Look {
  const style = getComputedStyle(place);
  const color = Object.fromEntries(TONES.map((tone) => [tone, style.getPropertyValue(`--${tone}`).trim()]));
  return { width: place.clientWidth, font: style.fontFamily, color: color as Record<Tone, string> };
}

/** The view box lets the style sheet scale the drawing to the width of a sheet, where the script does not run. */
function fitPaper(place: HTMLElement): void {
  const drawing = place.querySelector('svg');
  const { clientWidth, clientHeight } = place;
  drawing?.setAttribute('viewBox', `0 0 ${clientWidth} ${clientHeight}`);
  drawing?.setAttribute('aria-hidden', 'true');
}
