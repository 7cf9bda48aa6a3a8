import { type Content, type Html, html } from '../markup/html';

export interface Chart {
  /** The drawing's element is `<id>-chart`. */
  readonly id: 'flow' | 'timeline' | 'parts';
  readonly height: number;
  /** A text that tells a reader who cannot see the drawing everything that it shows. */
  readonly words: string;
  readonly caption: Content;
}

/** The element that the page's script draws a chart into. */
export function chart({ id, height, words, caption }: Chart): Html {
  return html`<figure>
<div class="chart" id="${id}-chart" role="img" aria-label="${words}" style="height:${height}px"></div>
<figcaption>${caption}</figcaption>
</figure>`;
}
