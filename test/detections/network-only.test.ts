import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import { recording } from '../recordings.js';
import { alarms, detectIn } from './detect-in.js';

const said = (drawing: string): readonly string[] =>
  detect(caseOfScenario(scenario('drawn', drawing))).findings.map((finding) => `${finding.level} ${finding.rule.id}`);

describe('places of which only heartbeats or flows tell', () => {
  it.each<[string, string, readonly string[]]>([
    ['calls of a starting service', '0 > tcp 10.0.0.2:5432\n90 > tcp 10.0.0.3:6379\n100 > tcp 203.0.113.9:8531 until 500', []],
    ['a new call to a data store', '0 > tcp 10.0.0.2:80\n600 > tcp 10.0.0.3:6379', ['medium network-new-path']],
    ['a new call to any other service', '0 > tcp 10.0.0.2:80\n600 > tcp 10.0.0.3:8080', ['low network-new-path']],
    [
      'several new calls close together',
      '0 > tcp 10.0.0.2:80\n600 > tcp 10.0.0.3:81\n610 > tcp 10.0.0.4:81\n620 > tcp 10.0.0.5:81',
      ['medium network-new-path'],
    ],
    ['the first call outside, to the web', '0 > tcp 10.0.0.2:80\n600 > tcp 203.0.113.9:443', ['low network-new-destination']],
    ['a short call to an unusual port outside', '600 > tcp 203.0.113.9:8531 until 605', ['medium network-new-destination']],
    ['one to an unusual port that is held open', '600 > tcp 203.0.113.9:8531 until 700', ['high network-new-destination']],
    ['a look around after such a call', '600 > tcp 203.0.113.9:8531 until 700\n610 > tcp 10.0.0.3:6379', ['high network-new-destination']],
    ['the same after a call to a port of shells', '600 > tcp 203.0.113.9:4444\n610 > tcp 10.0.0.3:6379', ['high network-shell-port']],
    ['names, addresses and the time', '600 > udp 203.0.113.9:53\n600 > udp 203.0.113.9:123', []],
    ['another port that is listened on', '0 > tcp 10.0.0.2:80\n600 listen tcp 9999', ['low network-new-listener']],
    ['another port that shells are given', '0 > tcp 10.0.0.2:80\n600 listen tcp 4444', ['medium network-new-listener']],
  ])('tell of %s', (_what, rows, findings) => {
    const drawn = rows
      .split('\n')
      .map((row) => row.replace(/^(\d+) /, (_, second: string) => `      ${second.padEnd(8)}  `))
      .join('\n');
    expect(said(`\n      container web\n      0       *\n      0         listen tcp 80\n${drawn}`)).toEqual(findings);
  });

  it('are left to other rules where a process is told', () => {
    const drawn = (who: string) =>
      `\n      container web\n      0       ${who}\n      0         listen tcp 80\n      600       > tcp 203.0.113.9:4444`;
    expect(said(drawn('*'))).toEqual(['high network-shell-port']);
    expect(said(drawn('nginx'))).toEqual([]);
  });
});

// These need the folder of recordings beside the project, and skip themselves without it.
describe.skipIf(recording('range/') === undefined)('recorded heartbeats and flows alone', () => {
  it('show both shells of the recorded attack appear', async () => {
    const { findings } = await detectIn(recording('range/jobs-app/heartbeat.jsonl.gz') ?? '');
    expect(findings.map(({ rule, connections }) => `${rule.id} ${connections[0]?.remote?.ip}:${connections[0]?.remote?.port}`)).toEqual([
      'network-new-destination 203.0.113.60:8531',
      'network-shell-port 203.0.113.60:9001',
    ]);
    expect(alarms(findings)).toHaveLength(2);
  });

  it('show the call to port 4444 in the reports of five containers', async () => {
    const { findings } = await detectIn(recording('chalk/port/all.network_report.v1.1.jsonl') ?? '');
    expect(findings.map(({ rule, level }) => `${level} ${rule.id}`)).toEqual(['high network-shell-port']);
  });

  it('raise nothing above low in ten minutes without any attack', async () => {
    const { findings } = await detectIn(recording('range/benign/heartbeat.jsonl.gz') ?? '');
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['low']));
  });

  it.each(['330-dns', '348-http', '400-l7-redirected', '400-tcp', '400-udp'])(
    'raise nothing for flows of a quiet cluster: %s',
    async (name) => {
      const { findings } = await detectIn(recording(`hubble/hubble-otel-basic-sample-${name}-flows.jsonl`) ?? '');
      expect(findings).toEqual([]);
    },
  );
});
