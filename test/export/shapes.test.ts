import { describe, expect, it } from 'vitest';
import { caseShape } from '../../src/export/case-shape.js';
import { connectionShape } from '../../src/export/connection-shape.js';
import { detectionReport } from '../../src/export/detection-report.js';
import { dnsShape } from '../../src/export/dns-shape.js';
import { importReport } from '../../src/export/import-report.js';
import { incidentShape } from '../../src/export/incident-shape.js';
import { problemShape } from '../../src/export/problem-shape.js';
import { processShape } from '../../src/export/process-shape.js';
import { timelineShape } from '../../src/export/timeline-shape.js';
import { bareProcess, container, dnsMessage, finding, fullConnection, fullProcess, incident, source, timelineEntry } from './samples.js';
import { SCHEMAS, schema, schemaErrors } from './schemas.js';

const detection = {
  version: '1.2.3',
  sources: [source()],
  firstTimeUs: source().firstTimeUs,
  lastTimeUs: source().lastTimeUs,
  rules: { loaded: 4, ran: 2, lackingData: [{ id: 'exfiltration', why: 'no connection events' }], skipped: 1 },
  missing: ['no DNS events: names come from arguments only'],
  findings: [{ finding: finding(), place: { process: fullProcess(), container: container() } }],
  incidents: [incident()],
};

const imported = { casePath: '/c.db', sources: [source()], counts: { processes: 1, connections: 2, dnsAnswers: 3 }, isInterrupted: false };

describe('every shape fits its schema', () => {
  it.each([
    ['process', 'everything is known', processShape(fullProcess(), container())],
    ['process', 'the least is known', processShape(bareProcess(), undefined)],
    ['connection', 'everything is known', connectionShape(fullConnection())],
    ['connection', 'only the ends are known', connectionShape(lonelyConnection())],
    ['dns-message', 'everything is known', dnsShape(dnsMessage())],
    ['dns-message', 'a request without answers', dnsShape(dnsMessage({ kind: 'request', types: [], ips: [] }))],
    ['timeline-entry', 'everything is known', timelineShape(timelineEntry())],
    ['timeline-entry', 'a line alone', timelineShape({ id: 1, kind: 'line', summary: 'exit (its line prints no pid)' })],
    ['problem', 'a refused line', problemShape({ source: 'a', line: 1, byteOffset: 0, reason: 'r', severity: 'refused', excerpt: '' })],
    ['import-report', 'one source', importReport(imported)],
    ['import-report', 'nothing', importReport({ ...imported, sources: [], isInterrupted: true })],
    ['incident', 'everything is known', incidentShape(incident())],
    ['incident', 'no times are known', incidentShape(timeless())],
    ['detection-report', 'one finding', detectionReport(detection)],
    ['detection-report', 'a process that is gone', detectionReport({ ...detection, findings: [{ finding: finding(), place: {} }] })],
    [
      'detection-report',
      'nothing',
      detectionReport({ ...detection, sources: [], firstTimeUs: undefined, lastTimeUs: undefined, findings: [], incidents: [] }),
    ],
    [
      'cases',
      'one case',
      { schemaVersion: 1, cases: [caseShape({ name: 'a', path: '/a.db', sizeBytes: 1, sources: ['e.jsonl'], processes: 2 })] },
    ],
  ])('%s: %s', (name, _, value) => {
    expect(schemaErrors(name, value)).toEqual([]);
  });

  it.each(SCHEMAS)('%s says what it is and which draft it is written in', (name) => {
    expect(schema(name)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: expect.any(String) });
  });
});

describe('processShape', () => {
  it('leaves out what nobody knows', () => {
    expect(Object.keys(processShape(bareProcess({ arguments: '' }), undefined))).toEqual([
      'execId',
      'pid',
      'node',
      'knownFrom',
      'sources',
      'evidence',
    ]);
  });

  it('prints times with every known digit and seconds without invented ones', () => {
    expect(processShape(fullProcess(), container())).toMatchObject({
      startedAt: '2023-07-26T07:20:00.000001007Z',
      exitedAt: '2023-07-26T07:20:01Z',
      lateSeconds: 312,
      exitStatus: 0,
      container: { startedAt: '2023-07-26T07:14:48Z', startedFrom: 'metadata' },
    });
  });

  it('lists the programs that were executed, when there was more than one', () => {
    const [only] = fullProcess().images;
    expect(processShape(bareProcess({ images: only === undefined ? [] : [only] }), undefined)).not.toHaveProperty('images');
    expect(processShape(fullProcess(), undefined)).toMatchObject({ images: [{ binary: '/bin/entry.sh' }, { binary: '/bin/sh' }] });
  });
});

describe('connectionShape', () => {
  it('keeps 64 bits as text and leaves out port 0', () => {
    const shape = connectionShape(fullConnection({ remote: { ip: '203.0.113.9', port: 0 } }));
    expect(shape).toMatchObject({ cookie: '18446744073709551615', bytesReceived: 0 });
    expect(shape.remote).not.toHaveProperty('port');
  });
});

describe('findingShape', () => {
  it("gives the finding's own level, and its rule's where that is another", () => {
    expect(detectionReport(detection)).toMatchObject({ findings: [{ rule: { level: 'critical', usualLevel: 'high' } }] });
    const same = { finding: finding({ level: 'high' }), place: {} };
    expect(detectionReport({ ...detection, findings: [same] })).not.toHaveProperty('findings.0.rule.usualLevel');
  });
});

describe('importReport', () => {
  it('adds up', () => {
    const report = importReport({ ...imported, sources: [source(), source({ path: 'b' })] });
    expect(report).toMatchObject({ totals: { lines: 20, records: 14, ignored: 4, malformed: 2, processes: 1 } });
  });

  it('sorts what came from the capture, so that the same case gives the same bytes', () => {
    expect(JSON.stringify(importReport(imported))).toContain('"kinds":{"process_exec":4,"process_exit":3}');
  });
});

function timeless() {
  const { firstSeenUs, lastSeenUs, ...rest } = incident({ stepsLeftOut: 0 });
  return { ...rest, steps: rest.steps.map(({ timeUs, timeNs, ...step }) => step) };
}

function lonelyConnection() {
  const { local, remote, scope, openedAtUs, closedAtUs, cookie, peer, ...rest } = fullConnection({ remoteNames: [], attempts: 1 });
  const { remoteNamespace, remotePod, remoteWorkload, ...least } = rest;
  return { ...least, remotePodIsInferred: false };
}
