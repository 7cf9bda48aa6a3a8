import { type Content, type Html, html } from './html';

export interface Column {
  readonly title: string;
  /**
   * `figure` is aligned right. `code` is monospaced, and may be broken anywhere. A `name` is never broken, `words` only
   * between words. A column without a kind may be broken anywhere.
   */
  readonly kind?: 'figure' | 'code' | 'name' | 'words';
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Each row has as many cells as there are columns. Its first cell is the row's header. */
  readonly rows: readonly (readonly Content[])[];
  /** Whether each row becomes a card on a phone, with the column's title before each cell. */
  readonly cards?: boolean;
}

/** A table of up to this many rows always fits on a sheet of paper, so it is not divided. */
const SHORT_ROWS = 12;

/** Draws a table. The roles are explicit, because browsers drop them once a style sheet turns rows into cards. */
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

/** The figures of a chart, as a table that opens on demand. It is open where no script draws the chart. */
export function figuresBehind(figures: Table): Html {
  return html`<details class="figures" open><summary>${figures.caption}, in figures</summary><div class="scroll">${table(figures)}</div></details>`;
}
