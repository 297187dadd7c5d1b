import type { LineFact } from '../../model/line.js';
import type { EventRecord, Reading } from '../../model/record.js';
import { parseTime } from '../../model/time.js';
import type { LineFormat } from '../format.js';
import { present } from './json-value.js';

const EMOJI = '(?:🚀|💥|🔌|🧹|📤|📬|📪|📚|📝|💾|🔑|🔧|⏰|🐝|🗺|❓|☎|⁉|🕵|🔒|🧬|💡|🧮|🎧|📖)\\ufe0f?';
/** Lines that were copied through a terminal or editor of another character set: the emoji is some letters then, the word is as it was. */
const MANGLED =
  '\\P{ASCII}{2,8}(?= *(?:process|exit|connect|accept|listen|close|socket|dns|sendmsg|open|openat|read|write|syscall|loader|throttle) )';

/** *Source:* cilium/tetragon pkg/encoder: `<time> <emoji> <kind padded> <namespace/pod or node> <binary> <arguments and details>`. */
const COMPACT_LINE = new RegExp(`^(?:(\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z) )?(?:${EMOJI}|${MANGLED}) *([A-Za-z][\\w/-]*)(?: +(.*))?$`, 'u');
const STACK_LINE = /^(?:Kernel:|User:|User space:| +0x[0-9a-f]+:)/;
const CAPABILITIES = / +🛑 .*$/u;

/** Happens to a control group, and is of no process. Everything else names a binary by its path. */
const THROTTLE = 'throttle';

/** `tetra getevents -o compact`: what happened, without anything that says to which process. */
export const tetragonCompact: LineFormat = {
  name: 'tetragon-compact',
  title: 'Tetragon compact lines (tetra getevents -o compact)',
  contributes: 'a timeline to read; no processes, since its lines print no pid, and usually no times',
  sniff: (lines) => {
    const filled = lines.filter((line) => line.trim() !== '');
    const compact = filled.filter((line) => COMPACT_LINE.test(line.trimEnd())).length;
    return filled.length === 0 ? 0 : (compact / filled.length) * 0.9;
  },
  reader: ({ defaultNode }) => ({ read: (line) => reading(line.toString('utf8').trimEnd(), defaultNode) }),
  samples: [
    { line: '🚀 process default/xwing /usr/bin/curl https://ebpf.io/', gives: 'record', recordKind: 'process' },
    { line: '💥 exit    node-1 /usr/bin/ls  0', gives: 'record', recordKind: 'exit' },
    { line: '🔌 connect  /usr/bin/curl tcp 192.0.2.7:36124 -> 203.0.113.9:443', gives: 'record', recordKind: 'connect' },
    {
      line: '2026-01-01T00:00:00.000000001Z 🧬 throttle START session-130.scope',
      gives: 'record',
      recordKind: 'throttle',
    },
    { line: '   0xffffffff8117: do_exit+0x0', gives: 'ignored' },
    { line: '🚀 process related events', gives: 'ignored' },
    { line: '', gives: 'ignored' },
    { line: 'connected to the server', gives: 'malformed' },
  ],
};

function reading(line: string, defaultNode: string): Reading {
  if (line.trim() === '') return { kind: 'ignored', reason: 'blank' };
  if (STACK_LINE.test(line)) return { kind: 'ignored', reason: 'stack-trace' };
  const [, time, word, rest = ''] = COMPACT_LINE.exec(line) ?? [];
  if (word === undefined)
    return { kind: 'malformed', reason: 'text, but no compact line: those begin with an emoji and a word for what happened' };
  const { node, ...fact } = factOf(word, rest);
  if (fact.binary === undefined && word !== THROTTLE) return { kind: 'ignored', reason: 'text' };
  const record: EventRecord = {
    kind: word,
    ...present('time', time === undefined ? undefined : parseTime(time)),
    node: node ?? defaultNode,
    ancestors: [],
    line: fact,
    count: 1,
    droppedEvents: 0,
    warnings: [],
  };
  return { kind: 'record', record };
}

/** What is no path before the binary says where it ran; it may be empty. */
function factOf(word: string, rest: string): LineFact & { readonly node?: string } {
  const [first = '', ...others] = rest.replace(CAPABILITIES, '').split(' ');
  const words = others.filter((other) => other !== '');
  if (word === THROTTLE) return { word, text: [first, ...words].join(' ') };
  if (isPath(first)) return { word, binary: first, text: words.join(' ') };
  const [binary = '', ...text] = words;
  return { word, ...placeOf(first), ...(isPath(binary) ? { binary } : {}), text: text.join(' ') };
}

function isPath(text: string): boolean {
  return text.startsWith('/') || text.startsWith('./');
}

function placeOf(text: string): Pick<LineFact, 'namespace' | 'pod'> & { readonly node?: string } {
  const slash = text.indexOf('/');
  if (text === '') return {};
  return slash > 0 ? { namespace: text.slice(0, slash), pod: text.slice(slash + 1) } : { node: text };
}
