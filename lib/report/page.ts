import type { Summary } from '../../job/summary/summary';
import chartScript, { sha256 } from './browser/charts.ts?inline';
import { chartData } from './markup/chart-data';
import { Html, html, jsonScript } from './markup/html';
import style from './page.css?inline';
import { flow } from './sections/flow';
import { headline, outcomeWords } from './sections/headline';
import { job } from './sections/job';
import { parts } from './sections/parts';
import { rejects } from './sections/rejects';
import { time } from './sections/time';

/**
 * Draws `_dedup/report.html`: a summary as one page that needs no other file. Every text of the summary is escaped.
 * Should an escape be missing, the content security policy still allows only the page's own script.
 */
export function drawReport(summary: Summary): string {
  const data = chartData(summary);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${outcomeWords(summary.counts)} - dedup</title>
<style>${new Html(style())}</style>
</head>
<body>
<main>
${headline(summary)}
${flow(data)}
${rejects(summary)}
${time(data, summary)}
${parts(data, summary)}
${job(summary)}
</main>
<footer><p>Drawn from <code>summary.json</code> of the same folder. Charts by Apache ECharts (Apache License 2.0).</p></footer>
${jsonScript('chart-data', data)}
<script>${new Html(chartScript())}</script>
</body>
</html>
`;
  return page.markup;
}

const POLICY = `default-src 'none'; script-src 'sha256-${sha256}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
