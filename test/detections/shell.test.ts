import { describe, expect, it } from 'vitest';
import { isMemoryOnly, programOf } from '../../src/detections/programs.js';
import { isImprovisedProgram, liesInTemporaryFolder, shellKind } from '../../src/detections/shell.js';

const image = (line: string) => {
  const [binary = '', ...rest] = line.split(' ');
  return { binary, arguments: rest.join(' ') };
};

describe('how a shell takes its commands', () => {
  it.each([
    ['/bin/sh', 'stdin'],
    ['/bin/bash -i', 'interactive'],
    ['/bin/bash -li', 'interactive'],
    ['/bin/bash --login', 'interactive'],
    ['/bin/bash --rcfile /etc/x -i', 'interactive'],
    ['/usr/bin/-bash', 'stdin'],
    ['/bin/bash -s -- -b /usr/local/bin', 'stdin'],
    ['/bin/sh -', 'stdin'],
    ['/bin/sh -c "id"', 'command'],
    ['/bin/bash -lc "id"', 'command'],
    ['/bin/bash -ic env', 'command'],
    ['/bin/bash -xe /tmp/job.sh', 'script'],
    ['/bin/bash -o pipefail start.sh', 'script'],
    ['/bin/bash 0 echo bash -i', 'script'],
    ['/usr/bin/busybox sh -i', 'interactive'],
    ['/proc/self/exe sh', 'stdin'],
    ['/usr/bin/busybox nc 192.0.2.1 80', undefined],
    ['/usr/bin/python3 -i', undefined],
    ['/opt/app/run.sh /opt/app/run.sh', undefined],
  ])('%s: %s', (line, kind) => {
    expect(shellKind(image(line))).toBe(kind);
  });

  it('is unknown for a program without a known binary', () => {
    expect(shellKind({})).toBeUndefined();
  });
});

describe('a program given as text', () => {
  it.each([
    ['/usr/bin/python3 -c "import socket"', true],
    ['/usr/bin/python3.11 -Ic "import socket"', true],
    ['/usr/bin/python3 -', true],
    ['/usr/bin/python3', true],
    ['/usr/bin/python3 /tmp/.x.py', true],
    ['/usr/bin/perl -MIO -e "$c"', true],
    ['/usr/bin/ruby -rsocket -e "c"', true],
    ['/usr/bin/php -r "$s"', true],
    ['/usr/bin/lua5.3 -e "x"', true],
    ['/usr/bin/node --eval "x"', true],
    ['/usr/bin/gawk "BEGIN {}"', true],
    ['/usr/bin/python3 /opt/app/worker.py', false],
    ['/usr/bin/python3 -m http.server', false],
    ['/usr/bin/node server.js -e production', false],
    ['/usr/bin/awk -f /usr/share/report.awk', false],
    ['/usr/bin/php /var/www/html/index.php', false],
    ['/bin/bash -c "x"', false],
  ])('%s: %s', (line, isImprovised) => {
    expect(isImprovisedProgram(image(line))).toBe(isImprovised);
  });
});

describe('the program of an image', () => {
  it.each([
    ['/usr/bin/busybox nc -l', { name: 'nc', arguments: '-l' }],
    ['/tmp/x (deleted)', { name: 'x', arguments: '(deleted)' }],
    ['/usr/bin/busybox', { name: 'busybox', arguments: '' }],
  ])('%s', (line, program) => {
    expect(programOf(image(line))).toEqual(program);
  });

  it.each([
    ['/proc/self/fd/4', true],
    ['/dev/fd/3', true],
    ['/proc/1234/fd/7', true],
    ['/usr/bin/fd', false],
  ])('%s lives in memory only: %s', (binary, isMemory) => {
    expect(isMemoryOnly({ binary })).toBe(isMemory);
  });
});

describe('a program that lies in a temporary folder', () => {
  it.each([
    ['/tmp/report.py -a', true],
    ['/dev/shm/x', true],
    ['/usr/bin/python3 /tmp/report.py -a', true],
    ['/usr/bin/perl -w /var/tmp/x.pl', true],
    ['/usr/bin/python3 -c "open(/tmp/x)"', false],
    ['/usr/bin/python3 /opt/app/main.py /tmp/data', false],
    ['/usr/bin/cat /tmp/report.py', false],
  ])("is told by where it or the interpreter's file lies: %s", (line, expected) => {
    expect(liesInTemporaryFolder(image(line))).toBe(expected);
  });
});
