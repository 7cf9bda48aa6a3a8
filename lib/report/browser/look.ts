/** What a chart needs to know about the page that it stands in. */
export interface Look {
  /** Of the chart, in CSS pixels. */
  readonly width: number;
  readonly font: string;
  readonly color: Readonly<Record<Tone, string>>;
}

/** Names of the style sheet's colours: `--kept` and so on. */
export const TONES = [
  'ink',
  'muted',
  'rule',
  'paper',
  'lines',
  'kept',
  'superseded',
  'rejected',
  'aside',
  'plan',
  'map',
  'reduce',
  'publish',
  'on-fill',
] as const;
export type Tone = (typeof TONES)[number];

/** Narrower than this, a chart is on a phone. */
export const NARROW = 560;

/** Options that all charts share. Nothing moves: a report is read, printed and compared. */
export function baseOption({ color, font }: Look) {
  return {
    animation: false,
    textStyle: { fontFamily: font, color: color.ink, fontSize: 13 },
    tooltip: {
      backgroundColor: color.paper,
      borderColor: color.rule,
      textStyle: { color: color.ink, fontFamily: font, fontSize: 13 },
      confine: true,
      transitionDuration: 0,
    },
  } as const;
}

/** A value axis in this look. */
export function axisLook({ color }: Look) {
  return {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: color.muted, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: color.rule } },
    nameTextStyle: { color: color.muted, fontSize: 12 },
  } as const;
}
