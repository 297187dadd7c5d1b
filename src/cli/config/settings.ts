import { LEVELS } from '../../model/finding.js';
import { LATE_AFTER_SECONDS } from '../options/case-options.js';
import { parseDuration } from '../options/duration.js';

/** What a setting may be set to. `files` and `filters` are lists, or one text that stands for a list of one. */
export type SettingKind =
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'truth' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'file' }
  | { readonly kind: 'files' }
  | { readonly kind: 'filters' }
  /** Key names by the id of the command that they stand for. */
  | { readonly kind: 'keys' };

/** What a setting is set to, as a person wrote it. */
export type SettingValue = string | boolean | readonly string[] | KeySettings;

/** Names of keys by the id of the command that they stand for, instead of its own. */
export interface KeySettings {
  readonly [commandId: string]: readonly string[];
}

/** The option of commands that a setting is the default of. */
export interface SettingOption {
  /** As the parser of options names its value. */
  readonly attribute: string;
  readonly flag: string;
  readonly variable?: string;
}

/** Something that can be set for good in `config.yaml`. */
export interface Setting {
  /** Its section and its key: `thresholds.late-after`. */
  readonly name: string;
  readonly allows: SettingKind;
  /** One line, for a person. */
  readonly meaning: string;
  /** What holds when nobody set it; absent where that is nothing. */
  readonly usual?: SettingValue;
  /** Lines that show how it is written, for a new file. */
  readonly example: readonly string[];
  /** Absent for what only the file can say. */
  readonly option?: SettingOption;
}

/** Names of themes; `auto` follows the terminal's own colours. */
export const THEME_NAMES = ['auto', 'light', 'dark', 'high-contrast', 'mono'] as const;

/** Every setting, in the order of a new file. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'theme',
    allows: { kind: 'choice', of: THEME_NAMES },
    meaning: "colours of the interface: auto follows the terminal's own, mono has none",
    usual: 'auto',
    example: ['theme: auto'],
    option: { attribute: 'theme', flag: '--theme', variable: 'WORKBENCH_THEME' },
  },
  {
    name: 'ascii',
    allows: { kind: 'truth' },
    meaning: 'draw with ASCII only; unset, terminals that are known to show no more are given ASCII',
    example: ['ascii: true'],
    option: { attribute: 'ascii', flag: '--ascii', variable: 'WORKBENCH_ASCII' },
  },
  {
    name: 'mouse',
    allows: { kind: 'truth' },
    meaning: "let the mouse select, scroll and open; the terminal's own selection then needs Shift",
    usual: false,
    example: ['mouse: true'],
    option: { attribute: 'mouse', flag: '--mouse', variable: 'WORKBENCH_MOUSE' },
  },
  {
    name: 'plain',
    allows: { kind: 'truth' },
    meaning: 'lines that follow each other instead of a screen, for screen readers',
    usual: false,
    example: ['plain: true'],
    option: { attribute: 'plain', flag: '--plain', variable: 'WORKBENCH_PLAIN' },
  },
  {
    name: 'keys',
    allows: { kind: 'keys' },
    meaning: 'keys of commands of the interface, instead of their own; ? in the interface and docs/interface.md list them',
    example: ['keys:', '  filter: [f, ctrl+g]', '  tree.search: [/]'],
  },
  {
    name: 'thresholds.late-after',
    allows: { kind: 'duration' },
    meaning: 'a process of a new case is late when it starts this long after its container',
    usual: `${LATE_AFTER_SECONDS / 60}m`,
    example: ['thresholds:', '  late-after: 5m'],
    option: { attribute: 'lateAfter', flag: '--late-after', variable: 'WORKBENCH_LATE_AFTER' },
  },
  {
    name: 'thresholds.fail-on',
    allows: { kind: 'choice', of: ['none', ...LEVELS] },
    meaning: 'detect exits 1 when a finding is at or above this level',
    usual: 'high',
    example: ['thresholds:', '  fail-on: high'],
    option: { attribute: 'failOn', flag: '--fail-on', variable: 'WORKBENCH_FAIL_ON' },
  },
  {
    name: 'noise.hidden',
    allows: { kind: 'truth' },
    meaning: 'begin with noise hidden; . shows it',
    usual: false,
    example: ['noise:', '  hidden: true'],
  },
  {
    name: 'noise.filters',
    allows: { kind: 'filters' },
    meaning: 'what counts as noise too, as filters: processes that match one are hidden with the noise, never findings',
    usual: [],
    example: ['noise:', "  filters: ['binary:*/pause', 'pod:prometheus !external']"],
  },
  {
    name: 'allow.suppress',
    allows: { kind: 'file' },
    meaning: 'findings that were accepted: the file that detect --suppress takes',
    example: ['allow:', '  suppress: accepted.yml'],
    option: { attribute: 'suppress', flag: '--suppress' },
  },
  {
    name: 'allow.baseline',
    allows: { kind: 'files' },
    meaning: 'what is known already: files that detect --baseline takes',
    usual: [],
    example: ['allow:', '  baseline: [known.yml]'],
    option: { attribute: 'baseline', flag: '--baseline' },
  },
];

/** The value as the command's option holds it. */
export function optionValue({ allows }: Setting, value: SettingValue): unknown {
  return allows.kind === 'duration' && typeof value === 'string' ? parseDuration(value) : value;
}
