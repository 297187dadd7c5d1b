import { type Command, InvalidArgumentError, Option } from 'commander';
import { LEVELS, type Level } from '../../model/finding.js';
import { nearest } from '../../model/nearest.js';
import { addCaseOptions, type CaseOptions } from './case-options.js';
import { addFilterOptions, type FilterOptions } from './filter-options.js';
import { addOutputOptions, addStyleOptions, type OutputOptions, type StyleOptions } from './output-options.js';
import { addReviewOptions, type ReviewOptions } from './review-options.js';

/** One form of the report, and the file that it goes to when it is not the main output. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly file?: string;
}

/** Forms of the report; `text` is the table. */
export const REPORT_FORMATS = ['text', 'json', 'ndjson', 'yaml', 'sarif', 'junit', 'navigator', 'navigator-coverage', 'markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
const FORMAT_NAMES = REPORT_FORMATS.join(', ').replace('text', 'text or table');

/** Options of `detect`. */
export type DetectOptions = CaseOptions &
  FilterOptions &
  OutputOptions &
  ReviewOptions &
  StyleOptions & {
    readonly format: readonly ReportTarget[];
    readonly failOn: Level | 'none';
    readonly level: Level;
    readonly rule?: readonly string[];
    readonly sigma?: readonly string[];
    readonly keepGoing?: boolean;
    readonly stats?: boolean;
  };

/** Adds what `detect` takes. */
export function addDetectOptions(command: Command): void {
  addCaseOptions(command);
  addFilterOptions(command);
  command
    .addOption(
      new Option('--fail-on <level>', 'exit 1 when a finding is at or above this level')
        .choices(['none', ...LEVELS])
        .default('high')
        .env('WORKBENCH_FAIL_ON'),
    )
    .addOption(new Option('--level <level>', 'show findings from this level on').choices(LEVELS).default('informational'))
    .addOption(new Option('--sigma <path>', 'ask these Sigma rules too: a file, folder or pattern; may be repeated').argParser(appended))
    .addOption(new Option('--keep-going', 'ask the rules that load when others do not; exit 2 all the same, or 1 with findings'))
    .addOption(new Option('--stats', 'say what each rule took: on standard error, and in json and yaml'))
    .addOption(new Option('--rule <id>', 'ask this rule only; may be repeated').argParser(appended))
    .addOption(
      new Option('--format <format[=file]>', `${FORMAT_NAMES}; FORMAT=FILE writes that form to a file, may be repeated`)
        .default([{ format: 'text' }], 'text')
        .argParser(target)
        .helpGroup('Output options:'),
    );
  addReviewOptions(command);
  addOutputOptions(command);
  addStyleOptions(command);
}

function appended(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** Values that commander handed in before; the default is not one of them. */
const given = new WeakSet<readonly ReportTarget[]>();

function target(text: string, previous: readonly ReportTarget[]): readonly ReportTarget[] {
  const [name = '', ...rest] = text.split('=');
  const format = REPORT_FORMATS.find((known) => known === (name === 'table' ? 'text' : name));
  if (format === undefined) {
    const meant = nearest(name, REPORT_FORMATS);
    throw new InvalidArgumentError(`${meant === undefined ? '' : `Did you mean ${meant}? `}Allowed are ${FORMAT_NAMES}.`);
  }
  const file = rest.join('=');
  if (rest.length > 0 && file === '') throw new InvalidArgumentError(`Name a file: ${name}=FILE.`);
  const targets: readonly ReportTarget[] = [...(given.has(previous) ? previous : []), { format, ...(file !== '' && { file }) }];
  given.add(targets);
  return targets;
}
