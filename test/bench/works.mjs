// The works of the bench with their targets: the figure that must be reached, and the figure that is aimed at.

/**
 * @typedef {object} Target
 * @property {string} measure
 * @property {number} must
 * @property {number} [aim]
 * @property {'at most' | 'less than' | 'at least'} relation of the measured value to `must` and `aim`
 * @property {(value: number) => string} show
 */

const ratio = (/** @type {number} */ value) => value.toFixed(2);
const seconds = (/** @type {number} */ value) => `${value.toFixed(3)} s`;
const gibibytes = (/** @type {number} */ value) => `${(value / 2 ** 30).toFixed(2)} GiB`;
const times = (/** @type {number} */ value) => `${value.toFixed(2)} times`;

/**
 * Work on generated data, against peers. A ratio is our figure divided by that of the faster peer.
 * @typedef {object} Race
 * @property {import('./generate.mjs').DataSpec} data
 * @property {'Categorical' | 'String' | 'Float64' | null} polarsRating its faster way to read the rating of this data; null where it cannot do the work
 * @property {boolean} [packs] whether the result is packed by zstd too, on a Node that has it
 * @property {boolean} limited both sides with little memory; Polars knows no limit
 * @property {{ wall: Target, cpu?: Target, memoryRatio?: Target, memory?: Target }} targets
 */

/** @type {Record<'distinct' | 'repeated' | 'quoted' | 'colons' | 'ordered' | 'json' | 'zstd' | 'small' | 'large', Race>} */
export const RACES = {
  distinct: {
    data: { name: 'distinct', lines: 10_000_000, keys: null },
    polarsRating: 'Categorical',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.4, aim: 0.25, show: ratio },
      cpu: { measure: "CPU, by the faster peer's", relation: 'at most', must: 0.35, show: ratio },
      memoryRatio: { measure: "peak memory, by the faster peer's", relation: 'less than', must: 1, show: ratio },
    },
  },
  repeated: {
    data: { name: 'repeated', lines: 10_000_000, keys: 200_000 },
    polarsRating: 'String',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.45, aim: 0.25, show: ratio },
    },
  },
  quoted: {
    data: { name: 'quoted', format: 'quoted', lines: 10_000_000, keys: null },
    polarsRating: 'Categorical',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.45, aim: 0.3, show: ratio },
    },
  },
  colons: {
    data: { name: 'colons', format: 'colons', lines: 10_000_000, keys: null },
    polarsRating: null,
    limited: false,
    targets: {
      wall: { measure: "wall, by DuckDB's", relation: 'at most', must: 0.4, aim: 0.3, show: ratio },
    },
  },
  ordered: {
    data: { name: 'ordered', format: 'ordered', lines: 10_000_000, keys: null },
    polarsRating: 'Categorical',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.45, aim: 0.3, show: ratio },
    },
  },
  json: {
    data: { name: 'json', format: 'json', lines: 10_000_000, keys: null },
    polarsRating: 'Float64',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.4, aim: 0.25, show: ratio },
    },
  },
  zstd: {
    data: { name: 'zstd', lines: 10_000_000, keys: null, packed: 'zstd' },
    polarsRating: 'Categorical',
    packs: true,
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 0.6, aim: 0.4, show: ratio },
    },
  },
  small: {
    data: { name: 'small', lines: 10_000, keys: null, hasFileEach: true },
    polarsRating: 'String',
    limited: false,
    targets: {
      wall: { measure: "wall, by the faster peer's", relation: 'at most', must: 1, aim: 0.5, show: ratio },
      cpu: { measure: "CPU, by the faster peer's", relation: 'at most', must: 1, show: ratio },
    },
  },
  large: {
    data: { name: 'large', lines: 100_000_000, keys: null },
    polarsRating: null,
    limited: true,
    targets: {
      wall: { measure: "wall, by DuckDB's", relation: 'at most', must: 0.5, aim: 0.25, show: ratio },
      memory: { measure: 'peak memory', relation: 'at most', must: 2 * 2 ** 30, show: gibibytes },
    },
  },
};

/** @type {Target} */
export const SAMPLE = { measure: 'wall, whole process', relation: 'at most', must: 0.3, aim: 0.15, show: seconds };

/** @type {Target} */
export const BZIP2 = { measure: "wall, by two bzip2 -d's", relation: 'at most', must: 1, show: ratio };

/** @type {{ wall: Target, cpu: Target }} */
export const INCREMENT = {
  wall: { measure: "wall, by the full run's", relation: 'at most', must: 0.35, show: ratio },
  cpu: { measure: "CPU, by the full run's", relation: 'at most', must: 0.35, show: ratio },
};

/** @type {Target} */
export const COLLIDING = { measure: "wall, by other keys'", relation: 'at most', must: 2, show: ratio };

/** @type {Target} */
export const SCALING = {
  measure: '2 threads over 1, phases of the summary',
  relation: 'at least',
  must: 1.4,
  aim: 1.8,
  show: times,
};
