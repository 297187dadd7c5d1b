import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { replaceFile } from './replaced-file.js';

/**
 * Writes a report of findings as `findings.yaml`, or as `findings-2.yaml` and so on where a name is taken by something that is not
 * such a report. Gives back the name.
 */
export function saveFindings(text: string): string {
  for (let attempt = 1; ; attempt++) {
    const path = attempt === 1 ? 'findings.yaml' : `findings-${attempt}.yaml`;
    if (existsSync(path) && !isReport(path)) continue;
    replaceFile(path, text);
    return path;
  }
}

/** True for a report that workbench wrote and nobody has added comments to. */
function isReport(path: string): boolean {
  try {
    const text = readFileSync(path, 'utf8');
    const value: unknown = parse(text);
    const isOurs = typeof value === 'object' && value !== null && 'tool' in value && 'findings' in value;
    return isOurs && !/^\s*#/m.test(text);
  } catch {
    // What can't be read or is no YAML is somebody else's: it stays, the next name is tried.
    return false;
  }
}
