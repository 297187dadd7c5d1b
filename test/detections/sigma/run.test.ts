import { describe, expect, it } from 'vitest';
import { drawn, report, ruleOver } from './cases.js';

const VIEW = drawn(`
  container web 10.0.0.10
  0       node server.js
  100       sh -c "id; ls"
  100.1       id
  400       bash -i
  400.1       > tcp 203.0.113.9:4444
  401         id
  402         id
  403         whoami
  404         cat /etc/shadow
`);

const PROCESS = 'category: process_creation';
const titles = (rules: string) => report(VIEW, rules).findings.map((finding) => finding.title);

describe('a run of Sigma rules', () => {
  it('asks a rule only about the events that its log source names', () => {
    expect(titles(ruleOver(PROCESS, '{ Image|endswith: /bash }'))).toEqual([`Over ${PROCESS}`]);
    expect(titles(ruleOver('category: network_connection', '{ Image|endswith: /id }'))).toEqual([]);
    expect(titles(ruleOver('service: auditd', '{ a0: bash }'))).toEqual(['Over service: auditd']);
    expect(titles(ruleOver(PROCESS, '{ a0: bash }'))).toEqual([]);
    expect(titles(ruleOver(PROCESS, '{ Image|endswith: /bash }').replace('linux', 'windows'))).toEqual([]);
  });

  it('asks a rule that names a product alone about each fact once', () => {
    expect(report(VIEW, ruleOver('', '["/etc/shadow"]')).findings.map((finding) => finding.count)).toEqual([1]);
    expect(report(VIEW, ruleOver('', '{ DestinationPort: 4444 }')).findings.map((finding) => finding.count)).toEqual([1]);
  });

  it('tells equal behaviour once, with its number, its times and its evidence', () => {
    const [finding] = report(VIEW, ruleOver(PROCESS, '{ Image|endswith: /id }')).findings;
    expect(finding).toMatchObject({ count: 3, process: { binary: '/usr/bin/id' } });
    expect(finding?.evidence.map((evidence) => evidence.line)).toEqual([5, 8, 9]);
    expect((finding?.lastSeenUs ?? 0) - (finding?.firstSeenUs ?? 0)).toBe(301_900_000);
  });

  it('says who wrote the rule, where it comes from, what matched and how late it was', () => {
    const more =
      'id: 11-22\nauthor: Kim\nlevel: high\nreferences: [https://example.com]\ntags: [attack.t1562.004]\nfalsepositives: [Admins]\n';
    const [finding] = report(
      VIEW,
      ruleOver(PROCESS, '{ Image|endswith: [/zsh, /bash], CommandLine|contains|all: ["-i", bash] }', more),
    ).findings;
    expect(finding).toMatchObject({
      rule: { id: '11-22', kind: 'sigma', level: 'high', author: 'Kim', references: ['https://example.com'], attack: ['T1686'] },
      level: 'high',
      why: 'Matched selection: Image|endswith "/bash", CommandLine|contains|all "-i" and "bash". It started 6m40s after its container.',
      falsePositives: ['Admins'],
      ancestors: [{ binary: '/usr/bin/node' }],
    });
  });

  it('gives a rule without a level the level medium', () => {
    expect(report(VIEW, ruleOver(PROCESS, '{ Image|endswith: /bash }')).findings[0]?.level).toBe('medium');
  });

  it('carries the connection that a rule matched', () => {
    const [finding] = report(VIEW, ruleOver('category: network_connection', '{ DestinationPort: 4444 }')).findings;
    expect(finding?.connections.map((connection) => connection.remote?.ip)).toEqual(['203.0.113.9']);
    expect(finding?.process.binary).toBe('/usr/bin/bash');
  });

  it('puts the most severe first, and gives the same list for the same case', () => {
    const rules = ['low', 'critical', 'medium']
      .map((level) => ruleOver(PROCESS, '{ Image|endswith: /bash }', `id: ${level}\nlevel: ${level}\n`))
      .join('---\n');
    const once = report(VIEW, rules).findings;
    expect(once.map((finding) => finding.level)).toEqual(['critical', 'medium', 'low']);
    expect(report(VIEW, rules).findings).toEqual(once);
  });

  it('leaves out rules that it is told to skip', () => {
    const rules = ruleOver(PROCESS, '{ Image|endswith: /bash }', 'name: mine\n');
    expect(report(VIEW, rules, { skip: ['mine'] })).toMatchObject({ findings: [], rules: { loaded: 1, ran: 0, skipped: 1 } });
  });

  it('measures each rule with the clock it is given, and none without', () => {
    let now = 0;
    const clock = () => {
      now += 1;
      return now;
    };
    const rules = ruleOver(PROCESS, '{ Image|endswith: /id }', 'id: one\n');
    expect(report(VIEW, rules, { clock }).costs).toEqual([{ id: 'one', title: `Over ${PROCESS}`, asked: 3, matched: 3, milliseconds: 1 }]);
    expect(report(VIEW, rules).costs).toEqual([]);
  });

  it('says what a rule lacks that could not run', () => {
    const { findings, rules, coverage } = report(VIEW, ruleOver('category: file_event', '{ TargetFilename|contains: x }', 'id: files\n'));
    expect([findings.length, rules.ran]).toEqual([0, 0]);
    expect(rules.lackingData).toEqual([{ id: 'files', why: 'the case has no file events: a policy that hooks files' }]);
    expect(coverage.map((one) => one.kind)).toEqual(['lacking']);
  });

  it('lets users’ rules ask for what only this program knows', () => {
    const selection = '{ late: true, external: true, connectedTo: "203.0.113.9:4444", ancestors|endswith: /node, lateBySeconds|gte: 300 }';
    expect(report(VIEW, ruleOver(PROCESS, selection)).findings.map((finding) => finding.process.binary)).toEqual(['/usr/bin/bash']);
  });
});

describe('correlations in a run', () => {
  const base = ruleOver(PROCESS, '{ Image|endswith: [/id, /whoami] }', 'name: looks\nid: base\nlevel: low\ntags: [attack.t1033]\n');
  const burst = (more = '') =>
    `---\ntitle: Looks around\nid: burst\nlevel: high\nauthor: Kim\ncorrelation: { type: event_count, rules: [looks], group-by: [Container], timespan: 10s, condition: { gte: 3 }${more} }\n`;

  it('give one finding for a burst and silence their rules', () => {
    const { findings } = report(VIEW, base + burst());
    expect(findings).toMatchObject([
      {
        title: 'Looks around',
        level: 'high',
        rule: { id: 'burst', kind: 'sigma', attack: ['T1033'], author: 'Kim' },
        why: 'event_count over windows of 10s found 3 × Over category: process_creation.',
        process: { binary: '/usr/bin/whoami' },
      },
    ]);
    expect(findings[0]?.evidence.map((evidence) => evidence.line)).toEqual([8, 9, 10]);
  });

  it('keep the findings of their rules when they are told to', () => {
    expect(report(VIEW, base + burst(', generate: true')).findings.map((finding) => finding.rule.id)).toEqual(['burst', 'base', 'base']);
  });

  it('have the highest level of their rules when they state none', () => {
    expect(report(VIEW, base + burst().replace('level: high\n', '')).findings.map((finding) => finding.level)).toEqual(['low']);
  });

  it('are lacking what the rules lack that they can’t do without', () => {
    const files = ruleOver('category: file_event', '{ TargetFilename|contains: x }', 'name: files\n');
    const both = '---\ntitle: Both\nid: both\ncorrelation: { type: temporal, rules: [looks, files], timespan: 1m }\n';
    const { coverage } = report(VIEW, `${base}---\n${files}${both}`);
    expect(coverage.map((one) => [one.id, one.kind])).toEqual([
      ['base', 'runs'],
      ['files', 'lacking'],
      ['both', 'lacking'],
    ]);
  });
});
