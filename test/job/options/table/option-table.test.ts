import { Command } from 'commander';
import { addOptions } from '../../../../job/options/commander';
import { optionRows } from '../../../../job/options/markdown';
import { CHECKED_TOGETHER } from '../../../../job/options/options';
import { choice, count, duration } from '../../../../job/options/parsing/parsers';
import { SETTING_OPTIONS } from '../../../../job/options/setting-options';
import { PLAN_OPTIONS, RUN_OPTIONS, VERIFY_OPTIONS, YARN_OPTIONS } from '../../../../job/options/table/commands';
import {
  defaultsOf,
  flagOf,
  groupsOf,
  inGroup,
  type OptionTable,
  resolveTable,
} from '../../../../job/options/table/option-table';

const TABLE = {
  isLoud: { meaning: 'whether it is loud' },
  mode: { value: 'mode', parser: choice(['a', 'b']), default: 'a', meaning: 'how' },
  patience: { value: 'time', parser: duration, field: 'patienceMs', meaning: 'how long', defaultWords: 'for ever' },
  place: { value: 'folder', isRequired: true, meaning: 'where' },
  number: { value: 'N', parser: count(9), isList: true, meaning: 'which, of `1` to `9`', more: 'All of them.' },
} as const satisfies OptionTable;

function parsed(...argv: string[]) {
  const command = addOptions(new Command(), TABLE).exitOverride();
  return command.parse(argv, { from: 'user' }).opts();
}

it('declares each option to commander with its default', () => {
  expect(parsed('--place', 'p')).toEqual({ isLoud: false, mode: 'a', place: 'p', number: [] });
  expect({ ...defaultsOf(TABLE), place: 'p' }).toEqual(parsed('--place', 'p'));
});

it('parses the texts that commander returns', () => {
  const given = parsed('--place=p', '--is-loud', '--mode=b', '--patience=2m', '--number=1', '--number=7');
  const values = resolveTable(TABLE, given as never);
  expect(values).toEqual({ isLoud: true, mode: 'b', patienceMs: 120_000, place: 'p', number: [1, 7] });
});

it('resolves an absent option without a default to null', () => {
  expect(resolveTable(TABLE, { ...defaultsOf(TABLE), place: 'p' }).patienceMs).toBeNull();
});

it('names the option whose text cannot be parsed', () => {
  const given = { ...defaultsOf(TABLE), place: 'p' };
  expect(() => resolveTable(TABLE, { ...given, mode: 'c' })).toThrow("--mode 'c' is not one of a, b");
  expect(() => resolveTable(TABLE, { ...given, number: ['3', '10'] })).toThrow("--number '10' is not a whole number");
});

it('renders the rows of the table in a README', () => {
  expect(optionRows(TABLE)).toEqual([
    '| `--is-loud` | off | whether it is loud |',
    '| `--mode <mode>` | `a` | how |',
    '| `--patience <time>` | for ever | how long |',
    '| `--place <folder>` | required | where |',
    '| `--number <N>` | none | which, of `1` to `9`. All of them. |',
  ]);
});

it('has the options under their headings, and those without one under the general heading', () => {
  const named = inGroup('Places', { place: TABLE.place, number: TABLE.number });
  const groups = groupsOf({ ...named, mode: TABLE.mode });
  expect([...groups].map(([heading, table]) => [heading, ...Object.keys(table)])).toEqual([
    ['Places', 'place', 'number'],
    ['General', 'mode'],
  ]);
});

describe.each(Object.entries({ RUN_OPTIONS, YARN_OPTIONS, PLAN_OPTIONS, VERIFY_OPTIONS }))('%s', (_, table) => {
  const entries = Object.entries<OptionTable[string]>(table);

  it.each(entries)('%s has a default that its own parser accepts', (name, entry) => {
    if (entry.default !== undefined)
      expect(() => entry.parser?.parse(flagOf(name), entry.default as string)).not.toThrow();
  });

  it.each(entries)(
    '%s has a meaning of one sentence, with further sentences kept apart',
    (_, { meaning, more = 'None.' }) => {
      expect(meaning).toMatch(/^(?![A-Z][a-z])[^|\n]*[^.|\n]$/);
      expect(more).toMatch(/^[A-Z`][^|\n]*\.$/);
    },
  );

  it.each(entries)('%s names all of its choices in its meaning', (_, { meaning, value = '', parser }) => {
    const choices = parser?.choices ?? [];
    expect(choices.filter((each) => !meaning.includes(`\`${each}\``) && !value.includes(each))).toEqual([]);
  });

  it.each(entries)('%s stands under a heading of the help, beside the others of that heading', (name, { group }) => {
    const headings = entries.map(([, entry]) => entry.group);
    const [first, last] = [headings.indexOf(group), headings.lastIndexOf(group)];
    expect({ name, others: headings.slice(first, last + 1).filter((each) => each !== group) }).toEqual({
      name,
      others: [],
    });
  });
});

it('checks together the settings that are only valid in combination', () => {
  const names = SETTING_OPTIONS.map(({ name }) => name);
  for (const name of CHECKED_TOGETHER.flat()) expect(names).toContain(name);
});
