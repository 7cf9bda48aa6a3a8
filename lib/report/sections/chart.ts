import { type Content, type Html, html } from '../markup/html';

export interface Chart {
  /** The drawing's element is `<id>-chart`. */
  readonly id: 'flow' | 'timeline' | 'parts';
  readonly height: number;
  /** What the drawing shows, in words: all that a reader who cannot see it needs. */
  readonly words: string;
  readonly caption: Content;
}

/** The place of a chart, which the page's script draws into. */
export function chart({ id, height, words, caption }: Chart): Html {
  return html`<figure>
<div class="chart" id="${id}-chart" role="img" aria-label="${words}" style="height:${height}px"></div>
<figcaption>${caption}</figcaption>
</figure>`;
}
