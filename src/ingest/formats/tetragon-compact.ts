import type { LineFormat } from '../format.js';

const COMPACT_LINE = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?(?:🚀|💥|🔌|🧹|📤|📬|📪|📚|📝|💾|🔑|🔧|⏰|🐝|🗺|❓|☎|⁉|🕵|🔒|🧬|💡|🧮|🎧|📖)\S* ?\S/u;

/** `tetra getevents -o compact`: told from others so that it can be refused with a reason. */
export const tetragonCompact: LineFormat = {
  name: 'tetragon-compact',
  title: 'Tetragon compact lines (tetra getevents -o compact)',
  contributes: 'nothing yet',
  refusal:
    "these are compact lines: they carry no pid, no exec id, no parent and usually no time, so they cannot make a tree. Export JSON instead: tetra getevents -o json, or the agent's own export file (tetragon.log)",
  sniff: (lines) => {
    const filled = lines.filter((line) => line.trim() !== '');
    const compact = filled.filter((line) => COMPACT_LINE.test(line)).length;
    return filled.length === 0 ? 0 : (compact / filled.length) * 0.9;
  },
  reader: () => ({
    read: (line) => (line.toString('utf8').trim() === '' ? { kind: 'ignored', reason: 'blank' } : { kind: 'ignored', reason: 'compact' }),
  }),
  samples: [
    { line: '🚀 process default/xwing /usr/bin/curl https://ebpf.io/', gives: 'ignored' },
    { line: '', gives: 'ignored' },
  ],
};
