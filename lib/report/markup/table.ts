import { type Content, type Html, html } from './html';

export interface Column {
  readonly title: string;
  /**
   * Figures stand right-aligned; code in a monospaced face, broken anywhere; names of things are not broken, words only between
   * them. What has no kind may hold anything, and is broken anywhere.
   */
  readonly kind?: 'figure' | 'code' | 'name' | 'words';
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** As many cells as columns; the first of each names its row. */
  readonly rows: readonly (readonly Content[])[];
  /** On a phone every row becomes a card with the column's title before each cell. */
  readonly cards?: boolean;
}

/** A sheet of paper has room for so many rows below whatever else is on it: such a table is not divided. */
const SHORT_ROWS = 12;

/** A table. Roles are said outright because a browser forgets them once a style sheet turns rows into cards. */
export function table({ caption, columns, rows, cards = false }: Table): Html {
  const head = columns.map(({ title, kind = '' }) => {
    return html`<th role="columnheader" scope="col" class="${kind}">${title}</th>`;
  });
  const body = rows.map(
    (cells) => html`<tr role="row">${cells.map((content, i) => cell(content, i, columns[i]))}</tr>`,
  );
  const kinds = [cards ? 'cards' : '', rows.length <= SHORT_ROWS ? 'short' : ''].filter((kind) => kind !== '');
  return html`<table role="table" class="${kinds.join(' ')}">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody>
</table>`;
}

function cell(content: Content, i: number, column: Column | undefined): Html {
  const attributes = html`class="${column?.kind ?? ''}" data-title="${column?.title ?? ''}"`;
  if (i === 0) return html`<th role="rowheader" scope="row" ${attributes}>${content}</th>`;
  return html`<td role="cell" ${attributes}>${content}</td>`;
}

/** A table that opens on demand: what a chart shows, in figures. It is open where no script draws that chart. */
export function figuresBehind(figures: Table): Html {
  return html`<details class="figures" open><summary>${figures.caption}, in figures</summary><div class="scroll">${table(figures)}</div></details>`;
}
