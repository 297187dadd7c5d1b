import { baselineable, markKnown } from '../detections/review/known-findings.js';
import { RULES } from '../detections/rules/index.js';
import { findingsBaseline } from '../export/findings-baseline.js';
import { UserError } from '../model/error.js';
import type { Finding } from '../model/finding.js';
import { printable } from '../model/printable.js';
import { findingsOfCase } from './findings.js';
import type { DetectOptions } from './options/detect-options.js';
import { openOutput, writeAll } from './output.js';
import type { Session } from './session.js';
import { counted } from './text/wording.js';
import type { World } from './world.js';

/** A baseline that a run may be asked to write. */
export interface NewBaseline {
  /** Writes it, and gives the findings back as this very baseline sees them. */
  write(session: Pick<Session, 'view'>, findings: readonly Finding[]): Promise<Baselined>;
}

/** Findings, of which those that were written are known now, and what there is to say of it. */
export interface Baselined {
  readonly findings: readonly Finding[];
  readonly remarks: readonly string[];
}

/** Opens the file that `--write-baseline` names. Throws `UserError` when it can't be written, or something else goes there too. */
export function openNewBaseline(world: World, options: DetectOptions): NewBaseline {
  const path = options.writeBaseline;
  if (path === undefined) {
    if (options.allowCritical === true) {
      throw new UserError('--allow-critical is about the baseline that is written', 'Add --write-baseline FILE.');
    }
    return { write: async (_, findings) => ({ findings, remarks: [] }) };
  }
  if (path === '-' || [options.output, ...options.format.map(({ file }) => file)].includes(path)) {
    throw new UserError(`the baseline needs a file of its own, not ${printable(path)}`, 'Name another with --write-baseline FILE.');
  }
  const output = openOutput(world, { ...options, output: path });
  return {
    write: async ({ view }, findings) => {
      const accepted = findings.filter(({ status }) => status !== 'suppressed');
      const { may, mayNot } = options.allowCritical === true ? { may: accepted, mayNot: [] } : baselineable(accepted, RULES);
      const { yamlText } = await import('../export/yaml.js');
      await writeAll(output, [HEADER, yamlText(findingsBaseline(findingsOfCase(view, may)))]);
      return { findings: markKnown(findings, may), remarks: [writtenLine(path, may), ...leftOut(mayNot)] };
    },
  };
}

const HEADER = '# written by `workbench detect --write-baseline`; review it, keep it with the code, name it with --baseline\n';

function writtenLine(path: string, findings: readonly Finding[]): string {
  return `${counted(findings.length, 'finding')} in the baseline ${path}`;
}

function leftOut(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const ids = findings.map((finding) => `${finding.rule.id} ${finding.id}`).join(', ');
  return [`not in it, for a shell in other hands is never usual: ${ids} (--allow-critical puts them in)`];
}
