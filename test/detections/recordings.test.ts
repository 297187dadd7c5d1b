import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recording } from '../recordings.js';
import { alarms, detectIn } from './detect-in.js';

const FORMS = ['tetragon', 'tetragon-k8s', 'tetragon-enterprise'];
const isAbsent = recording('range/') === undefined;

const found = async (path: string) => detectIn(recording(path) ?? '');

// These need the folder of recordings beside the project, and skip themselves without it.
describe.skipIf(isAbsent)('the recorded attack on an application', () => {
  it.each(FORMS)(
    'is told as two shells, a hop, what was reached and what was sent out, and the administrators stay below high: %s',
    async (form) => {
      const { findings } = await found(`range/jobs-app/${form}.jsonl.gz`);
      const told = alarms(findings);
      expect(told.map((finding) => finding.rule.id)).toEqual([
        'reverse-shell-same-process',
        'reverse-shell-pipeline',
        'lateral-hop',
        'lateral-contact',
        'archive-upload',
      ]);
      const [first, second, hop] = told;
      expect([first?.process.pid, second?.process.pid, hop?.process.pid]).toEqual([1929, 2102, 2102]);
      expect(first?.title).toContain('fugi.veda-lumora.example');
      expect(first?.why).toMatch(/5m2\ds after its container/);
      expect(hop?.related.map((process) => process.pid)).toContain(1929);
      expect(told.every((finding) => finding.evidence.length > 1)).toBe(true);
      const entered = findings.filter((finding) => finding.title.includes(' entered '));
      expect(entered.length).toBe(3);
      expect(alarms(entered)).toEqual([]);
    },
  );
});

describe.skipIf(isAbsent)('ten recorded minutes without any attack', () => {
  it.each(FORMS)('raise nothing at level high or above: %s', async (form) => {
    const { findings } = await found(`range/benign/${form}.jsonl.gz`);
    expect(alarms(findings).map((finding) => finding.title)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe.skipIf(isAbsent)('the zoo of shells', () => {
  it('is found but for one that ran no command', async () => {
    const { findings, containerOf } = await found('range/shell-zoo/tetragon.jsonl.gz');
    const places = new Set(alarms(findings).map((finding) => containerOf.get(finding.id)));
    const truth: { variants: readonly { name: string; container_id: string }[] } = JSON.parse(
      readFileSync(recording('range/shell-zoo/truth.json') ?? '', 'utf8'),
    );
    const missed = truth.variants.filter((variant) => !places.has(variant.container_id.slice(0, 12)));
    expect(missed.map((variant) => variant.name)).toEqual(['perl-io-loop']);
  });
});

describe.skipIf(recording('sysdig/attacks/') === undefined)('servers that others recorded under attack', () => {
  it.each([
    ['shellshock-webapp-docker.pc', 'cat /etc/passwd'],
    ['shellshock-webapp-docker.wide', 'cat /etc/passwd'],
    ['nodejs-exfil-k8s.pc', '/tmp/exfil.py -a'],
    ['nodejs-exfil-k8s.wide', '/tmp/exfil.py -a'],
  ])('raise one alarm, for the command line that they were made to run: %s', async (name, line) => {
    const { findings } = await found(`sysdig/attacks/attack-${name}.jsonl.gz`);
    const told = alarms(findings);
    expect(told.map((finding) => finding.rule.id)).toEqual(['web-shell']);
    expect(told[0]?.title).toContain(line);
  });
});
