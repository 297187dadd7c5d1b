import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../../src/cli/config/config-schema.js';
import { newConfig } from '../../../src/cli/config/new-config.js';
import { readSettings } from '../../../src/cli/config/read-settings.js';
import { SETTINGS } from '../../../src/cli/config/settings.js';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema());

function complaints(text: string): readonly string[] {
  return readSettings('config.yaml', text).problems.map(({ line, column, reason }) => `${line}:${column}: ${reason}`);
}

/** The new file with everything in it that it shows switched on. */
const ALL_SET = newConfig().slice(newConfig().indexOf('\n\n')).replaceAll(/^# /gm, '');

describe('a configuration', () => {
  it('sets what stands in it, with the place of each', () => {
    const { values, problems } = readSettings(
      '/etc/config.yaml',
      'theme: dark\nthresholds:\n  late-after: 10m\nallow:\n  baseline: known.yml\n',
    );
    expect(problems).toEqual([]);
    expect([...values]).toMatchObject([
      ['theme', { value: 'dark', place: { line: 1, column: 8 } }],
      ['thresholds.late-after', { value: '10m', place: { line: 3, column: 15 } }],
      ['allow.baseline', { value: ['/etc/known.yml'] }],
    ]);
  });

  it.each([
    { text: '', why: 'empty' },
    { text: '# nothing\n', why: 'all comment' },
    { text: 'theme:\nkeys:\nnoise:\n', why: 'keys without values' },
    { text: newConfig(), why: 'new' },
  ])('sets nothing when it is $why', ({ text }) => {
    const { values, problems } = readSettings('config.yaml', text);
    expect([...values.keys()]).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('that is new shows every setting as it may be written', () => {
    const { values, problems } = readSettings('config.yaml', ALL_SET);
    expect(problems).toEqual([]);
    expect([...values.keys()]).toEqual(SETTINGS.map(({ name }) => name));
    expect(validate(parse(ALL_SET)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    { text: 'theme: drak\n', complaint: '1:8: theme: "drak" is none of its values; did you mean dark?', isSchemaTold: true },
    { text: 'thema: dark\n', complaint: '1:1: there is no key "thema": did you mean theme?', isSchemaTold: true },
    { text: 'mouse: yes\n', complaint: '1:8: mouse: write true or false', isSchemaTold: true },
    { text: 'noise:\n  hiden: true\n', complaint: '2:3: there is no key "hiden": did you mean hidden?', isSchemaTold: true },
    { text: 'noise: loud\n', complaint: '1:8: "noise" has keys of its own: hidden, filters', isSchemaTold: true },
    {
      text: 'thresholds:\n  late-after: soon\n',
      complaint: '2:15: thresholds.late-after: write seconds or a duration: 300, 5m, 1h30m',
      isSchemaTold: true,
    },
    {
      text: 'keys: [f]\n',
      complaint: '1:7: keys: write the id of a command and a list of keys: "filter: [f, ctrl+g]"',
      isSchemaTold: true,
    },
    { text: 'keys:\n  filter: {a: b}\n', complaint: '2:11: keys.filter: write a text or a list of texts', isSchemaTold: true },
    {
      text: '- theme\n',
      complaint: '1:1: write settings as keys: theme, ascii, mouse, plain, keys, thresholds, noise, allow',
      isSchemaTold: true,
    },
    {
      text: 'noise:\n  filters: ["pid:x"]\n',
      complaint:
        '2:13: noise.filters: "pid:x" is no filter: pid: "x" is not a number or a range at its character 5; write pid:80, pid:80,443 or pid:8000-9000',
      isSchemaTold: false,
    },
  ])('is refused at the place of the mistake: $complaint', ({ text, complaint, isSchemaTold }) => {
    expect(complaints(text)).toEqual([complaint]);
    // What the schema can't tell, it lets through.
    expect(validate(parse(text))).toBe(!isSchemaTold);
  });

  it('is refused with every mistake in it', () => {
    expect(complaints('theme: x\nmouse: 1\n')).toHaveLength(2);
  });

  it('has a schema that is published as the program has it', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('../../../docs/schemas/config.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(configSchema())));
  });
});
