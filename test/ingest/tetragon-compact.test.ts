import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tetragonCompact } from '../../src/ingest/formats/tetragon-compact.js';
import { recording } from '../recordings.js';

const read = (line: string) => tetragonCompact.reader({ defaultNode: 'file' }).read(Buffer.from(line));

describe('a compact line', () => {
  it.each<[string, object]>([
    [
      '🚀 process default/xwing /usr/bin/curl https://ebpf.io/',
      { word: 'process', namespace: 'default', pod: 'xwing', binary: '/usr/bin/curl', text: 'https://ebpf.io/' },
    ],
    ['💥 exit    minikube /usr/bin/ls  0', { word: 'exit', binary: '/usr/bin/ls', text: '0' }],
    ['💥 exit     /usr/bin/ls --color=auto 0', { word: 'exit', binary: '/usr/bin/ls', text: '--color=auto 0' }],
    [
      '🔧 tcp_connect  default/xwing /usr/bin/curl 192.0.2.1:5 -> 192.0.2.2:80',
      { word: 'tcp_connect', binary: '/usr/bin/curl', text: '192.0.2.1:5 -> 192.0.2.2:80' },
    ],
    ['📬️ openat   /usr/bin/cat /etc/ld.so.cache', { word: 'openat', binary: '/usr/bin/cat', text: '/etc/ld.so.cache' }],
    ['🧬 throttle START session-130.scope', { word: 'throttle', text: 'START session-130.scope' }],
    [
      '🚀 process default/test-pod /bin/sleep 365d                🛑 CAP_SYS_ADMIN',
      { word: 'process', binary: '/bin/sleep', text: '365d' },
    ],
    ['🎧 listen  a/b /usr/local/bin/gunicorn TCP 0.0.0.0:9080', { word: 'listen', text: 'TCP 0.0.0.0:9080' }],
  ])('%s is taken apart as far as it can be', (line, fact) => {
    expect(read(line)).toMatchObject({ kind: 'record', record: { line: fact } });
  });

  it('names its node where it names no pod', () => {
    expect(read('🚀 process minikube /usr/bin/ls')).toMatchObject({ record: { node: 'minikube' } });
    expect(read('🚀 process default/xwing /usr/bin/ls')).toMatchObject({ record: { node: 'file' } });
  });

  it('has a time only where one is printed', () => {
    expect(read('2026-01-01T00:00:00.000000001Z 🚀 process a/b /bin/sh')).toMatchObject({ record: { time: { ns: 1 } } });
    expect(read('🚀 process a/b /bin/sh')).not.toHaveProperty('record.time');
  });

  it('is known though its emoji went through another character set', () => {
    expect(read('\uf8ffüöÄ process default/xwing /usr/bin/curl')).toMatchObject({ kind: 'record', record: { kind: 'process' } });
    expect(tetragonCompact.sniff(['\uf8ffüí• exit    default/xwing /usr/bin/curl  0'])).toBeGreaterThan(0.5);
    expect(tetragonCompact.sniff(['überall process läuft'])).toBe(0);
  });

  it('is never a process', () => {
    expect(read('🚀 process a/b /bin/sh')).not.toHaveProperty('record.process');
  });
});

const FOLDER = 'tetragon/';

describe.skipIf(recording(FOLDER) === undefined)('recorded compact lines', () => {
  it.each([
    ['isovalent-lab-enterprise', 68],
    ['tetragon-docs-history-oss', 92],
    ['tetragon-commit-messages', 27],
  ])('of %s are all read', (name, count) => {
    const lines = readFileSync(recording(`${FOLDER}${name}.compact.txt`) ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(count);
    expect(lines.filter((line) => read(line).kind === 'malformed')).toEqual([]);
  });
});
