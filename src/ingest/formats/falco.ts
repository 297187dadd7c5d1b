import type { Reading } from '../../model/record.js';
import type { FormatSample, LineFormat } from '../format.js';
import { alertOf, alertTime, placeholderOf } from './falco/alert.js';
import { objectInLine } from './json-line.js';
import { present, withExactIntegers } from './json-value.js';

/** What Falco itself logs beside its alerts. */
const OWN_LOG = /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}|\d{4}-\d\d-\d\dT\S+): /;

const SAMPLES: readonly FormatSample[] = [
  {
    line: '{"hostname":"node-1","output":"2026-01-01T00:00:00.000000001+0000: Notice A shell was spawned in a container with an attached terminal | container_id=0123456789ab","output_fields":{"container.id":"0123456789ab","container.name":"web","evt.time.iso8601":1767225600000000001,"evt.type":"execve","k8s.pod.name":null,"proc.cmdline":"sh -i","proc.exepath":"/bin/sh","proc.name":"sh","proc.pname":"runc"},"priority":"Notice","rule":"Terminal shell in container","source":"syscall","tags":["T1059","container","mitre_execution"],"time":"2026-01-01T00:00:00.000000001Z"}',
    gives: 'record',
    recordKind: 'alert',
  },
  {
    line: '{"time":{"seconds":"1767225601","nanos":5},"priority":4,"rule":"Read sensitive file untrusted","output":"Sensitive file opened","output_fields":{"container.id":"host","fd.name":"/etc/shadow","proc.pid":"42"},"hostname":"node-1"}',
    gives: 'record',
    recordKind: 'alert',
  },
  { line: 'Thu Jan  1 00:00:00 2026: Falco version: 0.40.0 (x86_64)', gives: 'ignored' },
  { line: '', gives: 'ignored' },
  { line: '{"output":"…","priority":"Notice","rule":"Termi', gives: 'malformed' },
  { line: '{"priority":"Notice"}', gives: 'malformed' },
];

/** Falco's alerts as it writes them with `json_output: true`, one a line, and as its gRPC client and falcosidekick pass them on. */
export const falco: LineFormat = {
  name: 'falco',
  title: 'Falco alerts (json_output: true)',
  contributes: 'findings of their own, joined to the processes and containers that other sources tell of; no tree',
  sniff: (lines) => lines.reduce((best, line) => Math.max(best, confidence(line)), 0),
  reader: ({ defaultNode }) => ({ read: (line) => reading(line.toString('utf8').trim(), defaultNode) }),
  samples: SAMPLES,
};

function confidence(line: string): number {
  if (!line.trimStart().startsWith('{')) return 0;
  return /"rule"\s*:\s*"/.test(line) && /"priority"\s*:/.test(line) && /"output(?:_fields)?"\s*:/.test(line) ? 1 : 0;
}

function reading(text: string, defaultNode: string): Reading {
  if (text === '') return { kind: 'ignored', reason: 'blank' };
  if (!text.startsWith('{') && OWN_LOG.test(text)) return { kind: 'ignored', reason: 'agent-log' };
  const object = objectInLine(withExactIntegers(text));
  if (typeof object === 'string') return { kind: 'malformed', reason: object };
  const alert = alertOf(object);
  if (alert === undefined) return { kind: 'malformed', reason: 'JSON without a Falco alert in it: no rule' };
  const node = alert.hostname ?? defaultNode;
  const time = alertTime(object);
  const warnings = time === undefined ? ['it has no time that can be read: it is joined to no process'] : [];
  const process = placeholderOf(alert, node);
  return {
    kind: 'record',
    record: { kind: 'alert', node, ...present('time', time), process, ancestors: [], alert, count: 1, droppedEvents: 0, warnings },
  };
}
