import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recording } from '../recordings.js';
import { alarms, detectIn } from './detect-in.js';

const isAbsent = recording('corpus/') === undefined;

/** Names of the cases of a corpus file, and of those with a finding at level high or above. Each case is imported alone: ids repeat. */
async function judged(path: string): Promise<{ cases: readonly string[]; alarming: readonly string[] }> {
  const events = new Map<string, string[]>();
  for (const line of readFileSync(recording(path) ?? '', 'utf8').split('\n')) {
    if (line === '') continue;
    const entry: { case: string; event: unknown } = JSON.parse(line);
    const known = events.get(entry.case) ?? [];
    known.push(JSON.stringify(entry.event));
    events.set(entry.case, known);
  }
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  const alarming: string[] = [];
  try {
    for (const [name, lines] of events) {
      const file = join(folder, 'events.jsonl');
      writeFileSync(file, `${lines.join('\n')}\n`);
      const { findings } = await detectIn(file);
      if (alarms(findings).length > 0) alarming.push(name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { cases: [...events.keys()], alarming };
}

// These need the folder of recordings beside the project, and skip themselves without it.
describe.skipIf(isAbsent)('the labelled corpus', () => {
  it.each(['oss', 'enterprise'])('has every executed shell at level high or above: %s', { timeout: 120_000 }, async (form) => {
    const { cases, alarming } = await judged(`corpus/shells.tetragon-${form}.jsonl`);
    expect(cases).toHaveLength(49);
    expect(cases.filter((name) => !alarming.includes(name))).toEqual([]);
  });

  it('has at most four look-alikes there', { timeout: 120_000 }, async () => {
    const { cases, alarming } = await judged('corpus/benign.tetragon-enterprise.jsonl');
    expect(cases).toHaveLength(85);
    expect(alarming.length).toBeLessThanOrEqual(4);
  });
});
