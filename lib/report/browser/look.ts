/** The properties of the page that a chart needs. */
export interface Look {
  /** Width of the chart in CSS pixels. */
  readonly width: number;
  readonly font: string;
  readonly color: Readonly<Record<Tone, string>>;
}

/** Names of the style sheet's colours: the variable of `kept` is `--kept`. */
export const TONES = [
  'ink',
  'muted',
  'rule',
  'paper',
  'lines',
  'kept',
  'superseded',
  'deleted',
  'rejected',
  'aside',
  'plan',
  'map',
  'reduce',
  'publish',
  'on-fill',
] as const;
export type Tone = (typeof TONES)[number];

/** A chart that is narrower than this is on a phone. */
export const NARROW = 560;

/** Options that all charts share. There is no animation, because a report is read, printed and compared. */
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
