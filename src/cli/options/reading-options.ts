import type { Command } from 'commander';
import { addCaseOptions, type CaseOptions } from './case-options.js';
import { addFilterOptions, type FilterOptions } from './filter-options.js';
import {
  addFormatOption,
  addLimitOption,
  addOutputOptions,
  addStyleOptions,
  type LimitOptions,
  type OutputOptions,
  type StyleOptions,
} from './output-options.js';

/** Options of a command that prints one list of a case. */
export type ReadingOptions = CaseOptions & FilterOptions & OutputOptions & LimitOptions & StyleOptions & { readonly format: string };

/** As `ReadingOptions`, for a list that no filter applies to. */
export type ProblemOptions = CaseOptions & OutputOptions & LimitOptions & StyleOptions & { readonly format: string };

/** Formats of a list, the default first. */
export const LIST_FORMATS = ['text', 'json', 'ndjson', 'yaml'] as const;

/** Adds what every command takes that prints a list of a case. */
export function addReadingOptions(command: Command, formats: readonly string[] = LIST_FORMATS): void {
  addCaseOptions(command);
  addFilterOptions(command);
  addFormatOption(command, formats);
  addOutputOptions(command);
  addLimitOption(command);
  addStyleOptions(command);
}
