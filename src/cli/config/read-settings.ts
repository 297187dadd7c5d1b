import { dirname, isAbsolute, join } from 'node:path';
import { refuseUnknownKeys } from '../../detections/review/yaml-fields.js';
import { type Place, ProblemList, type SigmaProblem } from '../../detections/sigma/problem.js';
import { entryOf, parseYaml, type YamlMap, type YamlNode } from '../../detections/sigma/yaml-tree.js';
import { parseFilter } from '../../model/filter-grammar.js';
import { nearest } from '../../model/nearest.js';
import { parseDuration } from '../options/duration.js';
import { type KeySettings, SETTINGS, type Setting, type SettingValue } from './settings.js';

/** A value with the place where it was set. */
export interface PlacedSetting {
  readonly value: SettingValue;
  readonly place: Place;
}

/** What a file sets, by the settings' names, and everything that is wrong with it. With a problem, none of it should be used. */
export interface SettingsFile {
  readonly values: ReadonlyMap<string, PlacedSetting>;
  readonly problems: readonly SigmaProblem[];
}

const SECTIONS = [...new Set(SETTINGS.flatMap(({ name }) => (name.includes('.') ? [sectionOf(name)] : [])))];
const TOP_KEYS = [...new Set(SETTINGS.map(({ name }) => sectionOf(name)))];

/** Reads the text of `config.yaml`. An empty file sets nothing. Never throws. */
export function readSettings(file: string, text: string): SettingsFile {
  const problems = new ProblemList();
  const [document, another] = parseYaml(file, text, problems);
  if (another !== undefined) problems.error(another.place, 'a configuration is one document');
  if (document === undefined) return { values: new Map(), problems: problems.found };
  if (document.kind !== 'map') {
    problems.error(document.place, `write settings as keys: ${TOP_KEYS.join(', ')}`);
    return { values: new Map(), problems: problems.found };
  }
  refuseUnknownKeys(document, TOP_KEYS, problems);
  const values = SETTINGS.flatMap((setting): readonly (readonly [string, PlacedSetting])[] => {
    const node = nodeOf(document, setting.name);
    const value = node === undefined ? undefined : settingValue(setting, node, problems);
    return node === undefined || value === undefined ? [] : [[setting.name, { value, place: node.place }]];
  });
  for (const section of SECTIONS) checkSection(document, section, problems);
  return { values: new Map(values), problems: problems.found };
}

function sectionOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function checkSection(document: YamlMap, section: string, problems: ProblemList): void {
  const value = entryOf(document, section)?.value;
  if (value === undefined || isNothing(value)) return;
  const keys = SETTINGS.flatMap(({ name }) => (name.startsWith(`${section}.`) ? [name.slice(section.length + 1)] : []));
  if (value.kind === 'map') refuseUnknownKeys(value, keys, problems);
  else problems.error(value.place, `"${section}" has keys of its own: ${keys.join(', ')}`);
}

function nodeOf(document: YamlMap, name: string): YamlNode | undefined {
  const [section = '', key] = name.split('.');
  const value = entryOf(document, section)?.value;
  if (key === undefined || value === undefined) return value;
  return value.kind === 'map' ? entryOf(value, key)?.value : undefined;
}

/** A key that nobody wrote a value behind: as if it were not there, since a new file is full of them. */
function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function settingValue(setting: Setting, node: YamlNode, problems: ProblemList): SettingValue | undefined {
  if (isNothing(node)) return undefined;
  const { name, allows } = setting;
  const refuse = (reason: string): undefined => {
    problems.error(node.place, `${name}: ${reason}`);
    return undefined;
  };
  const text = node.kind === 'scalar' ? node.text : undefined;
  switch (allows.kind) {
    case 'truth':
      return node.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : refuse('write true or false');
    case 'choice':
      return text !== undefined && allows.of.includes(text) ? text : refuse(choiceReason(text, allows.of));
    case 'duration':
      return text !== undefined && parseDuration(text) !== undefined ? text : refuse('write seconds or a duration: 300, 5m, 1h30m');
    case 'file':
      return text === undefined || text === '' ? refuse('write the name of a file') : beside(node.place.file, text);
    case 'files':
      return textsOf(name, node, problems)?.map(({ text: one, place }) => beside(place.file, one));
    case 'filters':
      return textsOf(name, node, problems)?.flatMap(({ text: one, place }) => (isFilter(name, one, place, problems) ? [one] : []));
    case 'keys':
      return keysOf(node, problems);
  }
}

function choiceReason(text: string | undefined, choices: readonly string[]): string {
  const meant = text === undefined ? undefined : nearest(text, choices);
  const wrong = text === undefined ? '' : `"${text}" is none of its values; `;
  return meant === undefined ? `${wrong}write one of ${choices.join(', ')}` : `${wrong}did you mean ${meant}?`;
}

interface PlacedText {
  readonly text: string;
  readonly place: Place;
}

function textsOf(name: string, node: YamlNode, problems: ProblemList): readonly PlacedText[] | undefined {
  const items = node.kind === 'list' ? node.items : [node];
  const texts = items.flatMap((item) => (item.kind === 'scalar' && item.text !== '' ? [{ text: item.text, place: item.place }] : []));
  if (texts.length === items.length) return texts;
  problems.error(node.place, `${name}: write a text or a list of texts`);
  return undefined;
}

function isFilter(name: string, text: string, place: Place, problems: ProblemList): boolean {
  const parsed = parseFilter(text);
  if (parsed.kind === 'filter') return true;
  const hint = parsed.hint === undefined ? '' : `; ${parsed.hint}`;
  problems.error(place, `${name}: "${text}" is no filter: ${parsed.message} at its character ${parsed.column}${hint}`);
  return false;
}

function keysOf(node: YamlNode, problems: ProblemList): KeySettings | undefined {
  if (node.kind !== 'map') {
    problems.error(node.place, 'keys: write the id of a command and a list of keys: "filter: [f, ctrl+g]"');
    return undefined;
  }
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }) => {
      const texts = isNothing(value) ? [] : textsOf(`keys.${key}`, value, problems);
      return texts === undefined ? [] : [[key, texts.map(({ text }) => text)]];
    }),
  );
}

/** Files are named from where the configuration is: it holds wherever one stands. */
function beside(configFile: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(configFile), path);
}
