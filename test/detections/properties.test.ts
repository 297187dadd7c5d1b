import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFindings, detect } from '../../src/detections/engine.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';

const COMMANDS = [
  'bash -i',
  'sh',
  'bash -c "x"',
  'sh -c "id"',
  'python3 -c "x"',
  'node server.js',
  'nc host 1',
  'curl http://host',
  'mkfifo /tmp/f',
  'id',
  '/tmp/.x',
  'fork',
  '=> /bin/sh',
  '=> bash -i',
  '> tcp 203.0.113.9:4444',
  '> tcp 10.0.0.20:80',
  '> udp 203.0.113.9:53',
  'listen tcp 80',
  '< tcp 203.0.113.9:5000 on 80',
  'exit',
] as const;

const HAPPENINGS = /^(?:=>|>|<|listen|exit)/;

/** Drawings in which anything may happen below anything, at any second. */
const drawings = fc
  .array(fc.record({ text: fc.constantFrom(...COMMANDS), depth: fc.nat(6), second: fc.integer({ min: 0, max: 900 }) }), { maxLength: 40 })
  .map((rows) => {
    let deepest = 0;
    const lines = rows.map(({ text, depth, second }) => {
      const at = Math.max(1, Math.min(depth, deepest + 1));
      if (!HAPPENINGS.test(text)) deepest = at;
      else deepest = Math.min(deepest, at - 1);
      return `${String(second).padEnd(8)}${'  '.repeat(at)}${text}`;
    });
    return [
      'container web 10.0.0.10',
      '0       node server.js',
      ...lines,
      'container db 10.0.0.20',
      '0       php',
      '1         listen tcp 80',
    ].join('\n');
  });

describe('whatever happens in a container', () => {
  it('every finding has evidence, an id of its own and its place in the order', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const { findings } = detect(caseOfScenario(scenario('anything', drawing)));
        expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
        expect(findings.every((finding) => finding.evidence.length > 0 && finding.why !== '' && finding.title !== '')).toBe(true);
        expect([...findings].sort(compareFindings).map((finding) => finding.process.id)).toEqual(
          findings.map((finding) => finding.process.id),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('the same case gives the same report', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const drawn = scenario('anything', drawing);
        expect(detect(caseOfScenario(drawn))).toEqual(detect(caseOfScenario(drawn)));
      }),
      { numRuns: 100 },
    );
  });

  it('a shell belongs to one story at most', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const { findings } = detect(caseOfScenario(scenario('anything', drawing)));
        const shells = findings
          .filter((finding) => finding.rule.id.startsWith('reverse-shell'))
          .map((finding) => `${finding.process.id} ${finding.firstSeenUs}`);
        expect(new Set(shells).size).toBe(shells.length);
      }),
      { numRuns: 200 },
    );
  });
});
