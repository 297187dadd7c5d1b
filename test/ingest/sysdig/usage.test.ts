import { describe, expect, it } from 'vitest';
import { at, event, recordsOf } from './events.js';

function read(fd: string, bytes: number, time: string): readonly string[] {
  return [event('read', `fd=${fd} size=999 `, { dir: '>', time }), event('read', `res=${bytes} data=x `, { time })];
}

function usages(lines: readonly string[]) {
  return recordsOf(lines).flatMap(({ usage, time, process }) =>
    usage === undefined ? [] : [{ ...usage, us: time?.us, pid: process?.pid }],
  );
}

const SECOND = 1_700_000_000_000_000;

describe('the usage of a process', () => {
  it('is one record a second, whatever it read', () => {
    const records = usages([
      ...read('3(<f>/data/a)', 10, at(0, 5)),
      ...read('3(<f>/data/a)', 20, at(0, 900_000_000)),
      ...read('4(<f>/data/b)', 1, at(0, 950_000_000)),
      ...read('3(<f>/data/a)', 7, at(1, 1)),
    ]);
    expect(records.map(({ us, io }) => [us, io.map(({ name, bytesIn, reads }) => [name, bytesIn, reads])])).toEqual([
      [
        SECOND,
        [
          ['/data/a', 30, 2],
          ['/data/b', 1, 1],
        ],
      ],
      [SECOND + 1_000_000, [['/data/a', 7, 1]]],
    ]);
  });

  it.each([
    ['a file', '3(<f>/a b/c) d)', 'file', '/a b/c) d'],
    ['a pipe', '3(<p>pipe:[1])', 'ipc', 'pipe:[1]'],
    ['a unix socket', '3(<u>ff->ff /run/x)', 'ipc', 'ff->ff /run/x'],
    ['a socket', '3(<4t>10.0.0.5:1->10.0.0.6:2)', 'network', '10.0.0.5:1->10.0.0.6:2'],
    ['a socket of version 6', '3(<6t>2001:db8::4:1->2001:db8::3:2)', 'network', '2001:db8::4:1->2001:db8::3:2'],
  ])('names %s', (_what, fd, target, name) => {
    expect(usages(read(fd, 5, at(0)))[0]?.io[0]).toMatchObject({ target, name, bytesIn: 5 });
  });

  it('leaves out what is neither', () => {
    expect(usages(read('3(<e>)', 8, at(0)))).toEqual([]);
  });

  it('has no processor time where the capture has no switches', () => {
    expect(usages(read('3(<f>/a)', 5, at(0)))[0]).not.toHaveProperty('cpuNs');
  });

  it('has the time between being given a processor and losing it', () => {
    const gives = (tid: number, next: number, ns: number) =>
      event('switch', `next=${next} pgft_maj=0 pgft_min=0 vm_size=100 vm_rss=7 vm_swap=0 `, { tid, dir: '>', time: at(0, ns) });
    const [usage] = usages([gives(0, 100, 1000), gives(100, 0, 4000), gives(0, 100, 9000), gives(100, 0, 9500)]);
    expect(usage).toMatchObject({ pid: 100, cpuNs: 3500, virtualBytes: 102_400, residentBytes: 7168 });
  });

  it('counts from the first event after a switch where the switch to it was left out', () => {
    const away = (ns: number) =>
      event('switch', 'next=7 pgft_maj=0 pgft_min=0 vm_size=0 vm_rss=0 vm_swap=0 ', { dir: '>', time: at(0, ns) });
    const [usage] = usages([away(0), event('futex', '', { time: at(0, 5000) }), away(5600)]);
    expect(usage?.cpuNs).toBe(600);
  });
});

describe('the files of a process', () => {
  it.each([
    ['openat', 'fd=3(<f>/etc/shadow) dirfd=-100(AT_FDCWD) name=/etc/shadow flags=4097(O_RDONLY|O_CLOEXEC) mode=0 ', 'open', '/etc/shadow'],
    ['open', 'fd=3(<f>/tmp/x) name=/tmp/x flags=262(O_TRUNC|O_CREAT|O_WRONLY) mode=0644 dev=2D ', 'write', '/tmp/x'],
    ['creat', 'fd=3(<f>/tmp/bk.tgz) name=/tmp/bk.tgz mode=0666 dev=6D ', 'write', '/tmp/bk.tgz'],
    ['openat', 'fd=3(<f>/tmp/a name=/etc/b) dirfd=-100(AT_FDCWD) name=/tmp/a name=/etc/b flags=1 mode=0 ', 'open', '/tmp/a name=/etc/b'],
    ['openat', 'fd=3(<f>/srv/x) dirfd=-100(AT_FDCWD) name=./x(/srv/x) flags=1(O_RDONLY) mode=0 ', 'open', '/srv/x'],
    ['unlink', 'res=0 path=/tmp/x ', 'delete', '/tmp/x'],
    ['unlinkat', 'res=0 dirfd=3(<d>/tmp) name=./a b.txt(/tmp/a b.txt) flags=0 ', 'delete', '/tmp/a b.txt'],
    ['rename', 'res=0 oldpath=/tmp/a newpath=/tmp/b ', 'rename', '/tmp/b'],
    ['chmod', 'res=0 filename=/tmp/x mode=0755(S_IXOTH) ', 'chmod', '/tmp/x'],
    ['fchmod', 'res=0 fd=5(<f>/tmp/y) mode=0644(S_IROTH) ', 'chmod', '/tmp/y'],
  ])('%s %j is told', (type, info, operation, path) => {
    expect(recordsOf([event(type, info)])[0]?.file).toEqual({ operation, path });
  });

  it.each([
    ['openat', 'fd=-2(ENOENT) dirfd=-100(AT_FDCWD) name=/x flags=1(O_RDONLY) mode=0 '],
    ['openat', 'fd=3(<d>/tmp) dirfd=-100(AT_FDCWD) name=/tmp flags=1(O_RDONLY) mode=0 '],
    ['openat', 'fd=3(<f>/etc/ld.so.cache) dirfd=-100(AT_FDCWD) name=/etc/ld.so.cache flags=1 mode=0 '],
    ['openat', 'fd=3(<f>/usr/lib/x86_64/libc.so.6) dirfd=-100(AT_FDCWD) name=/usr/lib/x86_64/libc.so.6 flags=1 mode=0 '],
    ['unlink', 'res=-2(ENOENT) path=/tmp/x '],
  ])('%s %j is not', (type, info) => {
    expect(recordsOf([event(type, info)]).filter(({ file }) => file !== undefined)).toEqual([]);
  });

  it('are told once for each program', () => {
    const open = event('openat', 'fd=3(<f>/data/x) dirfd=-100(AT_FDCWD) name=/data/x flags=1 mode=0 ');
    expect(recordsOf([open, open, open])).toHaveLength(1);
  });
});
