import type { SourceFormat, SourceSample } from '../format.js';
import { ChiselReader } from './chisel/reader.js';

const CPU =
  '{"ts":"1506127481000000000","evt_type":"cpu","jinfo":[{"name":"evt.cpu","desc":"CPU nb","is_key":true}],"data":[["0","haproxy","13969","9","15492","59fd49aa4072","/usr/sbin/haproxy","-f /haproxy.cfg","13924",50000000],["1","python","13700","1","61308","c78a447010cd","python","/server.py","13681",20000000]]}';
const IO =
  '{"ts":"1506127481000000000","evt_type":"fd","data":[["13969","9","59fd49aa4072","192.0.2.1:44604->192.0.2.3:80","out",204],["13969","9","59fd49aa4072","/etc/hosts","in",90]]}';

const SAMPLES: readonly SourceSample[] = [
  { lines: [CPU, IO], gives: ['record cpu', 'derived cpu', 'record fd'] },
  {
    lines: [JSON.stringify({ path: '/event/api/KEY', headers: { Host: '127.0.0.1' }, body: IO })],
    gives: ['record fd'],
  },
  { lines: [IO.replace(/"data":.*/, '"data":[]}')], gives: ['ignored'] },
  { lines: ['', '{"ts":"1506127481000000000","data":[["'], gives: ['ignored', 'malformed'] },
];

/** What bubble-chamber's chisel sends each second, one payload a line, as it stands or with the request around it. */
export const chisel: SourceFormat = {
  name: 'chisel',
  title: "bubble-chamber's chisel payload (sysdig -c, posted as JSON)",
  contributes: 'processor time, memory and bytes in files and over the network, per process and second',
  sniff: (lines) => lines.reduce((best, line) => Math.max(best, confidence(line)), 0),
  sourceReader: ({ defaultNode }) => new ChiselReader(defaultNode),
  samples: SAMPLES,
};

function confidence(line: string): number {
  if (!line.trimStart().startsWith('{')) return 0;
  const names = ['evt_type', 'ts', 'data'].filter((name) => new RegExp(`\\\\?"${name}\\\\?"\\s*:`).test(line));
  return names.length === 3 ? 0.9 : 0;
}
