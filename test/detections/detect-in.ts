import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detect } from '../../src/detections/engine.js';
import { importSources } from '../../src/ingest/import.js';
import { type Finding, type Incident, levelRank } from '../../src/model/finding.js';
import { openCaseToWrite } from '../../src/store/write.js';

/** What the rules say about an event file, with the container that each finding's process runs in. */
export interface Detected {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  /** First 12 characters of the container id, by finding id. */
  readonly containerOf: ReadonlyMap<string, string>;
}

/** Imports an event file into a case of its own and asks the rules; the case is gone afterwards. */
export async function detectIn(file: string): Promise<Detected> {
  const folder = mkdtempSync(join(tmpdir(), 'detect-'));
  const store = openCaseToWrite(join(folder, 'case.db'));
  try {
    await importSources({ store, inputs: [{ path: file, file }], signal: new AbortController().signal, onProgress: () => undefined });
    store.link({ lateAfterSeconds: 300 });
    const { findings, incidents } = detect(store.detection);
    const containerOf = findings.flatMap((finding): [string, string][] => {
      const id = store.detection.process(finding.process.id)?.containerId;
      const container = id === undefined ? undefined : store.detection.container(id);
      return container === undefined ? [] : [[finding.id, container.containerId.slice(0, 12)]];
    });
    return { findings, incidents, containerOf: new Map(containerOf) };
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

/** The findings that a check fails on. */
export function alarms(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => levelRank(finding.level) >= levelRank('high'));
}
