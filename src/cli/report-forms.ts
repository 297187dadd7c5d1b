import type { CheckReport } from '../export/check-report.js';
import { detectionReport } from '../export/detection-report.js';
import { findingShape } from '../export/finding-shape.js';
import { jsonText } from '../export/json.js';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';
import type { DetectOptions, ReportFormat } from './options/detect-options.js';
import { type Output, openOutput } from './output.js';
import type { TextStyle } from './text/style.js';
import type { World } from './world.js';

/** A form of the report and where it goes. */
export interface ReportOutput {
  readonly format: ReportFormat;
  readonly output: Output;
}

/** Opens every place that the options name. Throws `UserError` when one can't be written, or two forms would go to it. */
export function openReportOutputs(world: World, options: Pick<DetectOptions, 'format' | 'output' | 'force'>): readonly ReportOutput[] {
  const targets = options.format.map((target) => ({ ...target, path: target.file ?? options.output ?? '-' }));
  for (const [at, { format, path }] of targets.entries()) {
    const other = targets.slice(0, at).find((earlier) => earlier.path === path);
    if (other === undefined) continue;
    const place = path === '-' ? 'the same place' : printable(path);
    throw new UserError(`${other.format} and ${format} can't both go to ${place}`, `Give all but one a file: --format ${format}=FILE`);
  }
  return targets.map(({ format, path }) => ({ format, output: openOutput(world, { ...options, output: path }) }));
}

/** Whether a form is a record for programs, which lists suppressed findings with their status, and not a call to look at something. */
export function isRecord(format: ReportFormat): boolean {
  return format === 'json' || format === 'ndjson' || format === 'yaml';
}

/** The report in one of its forms, in pieces. Only that form is loaded. */
export async function reportPieces(format: ReportFormat, report: CheckReport, style: TextStyle): Promise<Iterable<string>> {
  switch (format) {
    case 'json':
      return [`${jsonText(detectionReport(report))}\n`];
    case 'yaml':
      return [(await import('../export/yaml.js')).yamlText(detectionReport(report))];
    case 'ndjson': {
      const { listing } = await import('../export/listing.js');
      return listing(
        'ndjson',
        'findings',
        report.findings.map(({ finding, place }) => findingShape(finding, place)),
      );
    }
    case 'sarif':
      return [(await import('../export/sarif.js')).sarifLog(report)];
    case 'junit':
      return [(await import('../export/junit.js')).junitXml(report)];
    case 'navigator':
      return [(await import('../export/navigator.js')).navigatorLayer(report)];
    case 'navigator-coverage':
      return [(await import('../export/navigator-coverage.js')).navigatorCoverage(report)];
    case 'markdown':
      return [(await import('../export/markdown.js')).markdownPage(report)];
    case 'text':
      return (await import('./text/findings-text.js')).findingsText(report.findings, style);
  }
}
