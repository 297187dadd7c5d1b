import type { SourceFormat, SourceSample } from '../format.js';
import { SysdigReader } from './sysdig/reader.js';

const EXEC =
  '{"container.id":"host","container.name":"host","evt.cpu":0,"evt.dir":"<","evt.info":"res=0 exe=sh args=-c.id. tid=42(sh) pid=42(sh) ptid=7(bash) cwd= fdlimit=1024 pgft_maj=0 pgft_min=3 vm_size=504 vm_rss=4 vm_swap=0 comm=sh cgroups=cpuset=/ env=PATH=/bin. tty=0 pgid=42(sh) loginuid=1000(a) flags=0 ","evt.num":2,"evt.outputtime":1700000000000000002,"evt.type":"execve","proc.name":"sh","thread.tid":42,"thread.vtid":42}';
const EXEC_ENTER =
  '{"evt.cpu":0,"evt.dir":">","evt.info":"filename=/bin/sh ","evt.num":1,"evt.outputtime":1700000000000000001,"evt.type":"execve","proc.name":"bash","thread.tid":42}';
const EXIT =
  '{"evt.cpu":0,"evt.dir":">","evt.info":"status=256 ","evt.num":9,"evt.outputtime":1700000000000000009,"evt.type":"procexit","proc.name":"sh","thread.tid":42}';

const SAMPLES: readonly SourceSample[] = [
  { lines: [EXEC_ENTER, EXEC, EXIT], gives: ['part', 'record execve', 'record procexit', 'derived usage'] },
  { lines: ['[', `${EXEC},`, EXIT, ']'], gives: ['ignored', 'record execve', 'record procexit', 'derived usage', 'ignored'] },
  {
    lines: [
      '{"evt.dir":"<","evt.info":"res=-115(EINPROGRESS) tuple=192.0.2.3:54716->192.0.2.2:80 ","evt.num":147,"evt.rawtime":1506127469905091255,"evt.type":"connect","fd.l4proto":"tcp","proc.name":"haproxy","proc.pid":13969,"thread.tid":13969}',
    ],
    gives: ['record connect'],
  },
  { lines: ['{"evt.num":3,"evt.type":"futex","evt.dir":">","evt.info":""}'], gives: ['ignored'] },
  { lines: ['', '{"evt.num":3,"evt.ty'], gives: ['ignored', 'malformed'] },
];

/** sysdig's and Falco's captures printed as JSON: `sysdig -r file.scap -j`, with whatever fields were asked for. */
export const sysdig: SourceFormat = {
  name: 'sysdig',
  title: 'sysdig JSON (sysdig -j, -pc -j or -j -p with any fields)',
  contributes:
    'processes, their tree and exits; connections with bytes; files opened and changed; bytes, memory and processor time per second',
  sniff: (lines) => lines.reduce((best, line) => Math.max(best, confidence(line)), 0),
  sourceReader: ({ defaultNode }) => new SysdigReader(defaultNode),
  samples: SAMPLES,
};

function confidence(line: string): number {
  if (!/^\s*[[,]?\s*\{/.test(line) || !/"evt\.type"\s*:/.test(line)) return 0;
  return /"evt\.(?:num|time[.\w]*|outputtime|rawtime|dir|info|args)"\s*:/.test(line) && !line.includes('"output_fields"') ? 1 : 0;
}
