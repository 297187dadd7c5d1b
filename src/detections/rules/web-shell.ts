import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { isCalled } from '../contact.js';
import type { Draft } from '../draft.js';
import { argumentShape } from '../fingerprint.js';
import { ancestorsInside, descendants, isAttended, programName, seconds } from '../lineage.js';
import { isDiscovery, isIdentity, isLoginServer, isMonitoringAgent } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { shellKind } from '../shell.js';
import type { Suspects } from '../suspects.js';
import { command, processEvidence, related, span } from '../wording.js';

/** A command line that a server gave to a shell, with the look-around programs it ran. */
interface Order {
  readonly shell: Process;
  readonly atUs: TimeUs;
  readonly text: string;
  readonly programs: ReadonlySet<string>;
}

const PROGRAMS_READ = 20;
const WORKERS_READ = 100;
/** What one reads first to see whether commands are run at all, and then to stay. */
const ACCOUNT_FILES = /\/etc\/(?:passwd|g?shadow|group|sudoers)\b|serviceaccount\/token|\.ssh\/|\.aws\/credentials/;

export const webShell = defineRule({
  id: 'web-shell',
  title: 'Server looks around through ever new command lines',
  description:
    'A process that answers callers gives a shell several different command lines within minutes, and they run programs that look around ' +
    '(id, ps, ls, uname, …). A service runs the same few command lines again and again; one that somebody else commands runs new ones. Any ' +
    'command line that came before is left out, whatever numbers and addresses it had. One new command line that names the files of accounts or ' +
    'keys is reported as medium.',
  level: 'high',
  stage: 'shell',
  attack: ['T1505.003', 'T1190', 'T1059.004'],
  needs: ['connections'],
  options: {
    withinSeconds: { value: 600, description: 'Longest time between the first and the last of the command lines.' },
    identity: {
      value: 2,
      description: 'Programs among them that ask who and where one is (id, ps, uname, ip), not only what lies there (ls, df).',
    },
    commandLines: { value: 2, description: 'Different command lines that look around.' },
    programs: { value: 3, description: 'Different programs among them.' },
    routine: { value: 2, description: 'A command line seen this often is the work of the service.' },
  },
  falsePositives: ['An administration panel whose pages run system tools, opened for the first time.'],
  *run({ view, option, suspects }) {
    for (const [server, orders] of newOrders(view, suspects, option('routine'))) {
      const close = densest(
        orders.filter((order) => order.programs.size > 0),
        seconds(option('withinSeconds')),
      );
      const programs = new Set(close.flatMap((order) => [...order.programs]));
      const lines = new Set(close.map((order) => order.text));
      const identity = [...programs].filter(isIdentity).length;
      const isLook = lines.size >= option('commandLines') && programs.size >= option('programs') && identity >= option('identity');
      const prying = orders.find(({ shell }) => ACCOUNT_FILES.test(commandLine(shell).arguments ?? ''));
      if (isLook) yield draft(server, close, programs);
      else if (prying !== undefined) yield pryingDraft(server, prying);
    }
  },
  hits: [
    scenario(
      'a page runs what its caller sends',
      `
      container web
      0       php -S 0.0.0.0:8000
      0.1       listen tcp 8000
      900       < tcp 203.0.113.9:51000 on 8000
      900       sh -c "id; uname -a"
      900.1       id
      900.2       uname -a
      930       sh -c "ls -la /root"
      930.1       ls -la /root
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a service asks for its load every minute',
      `
      container report
      0     python3 report.py
      0.1     listen tcp 7000
      310     sh -c "ps aux | head; ls /tmp; id -un"
      310.1     ps aux
      310.2     ls /tmp
      310.3     id -un
      370     sh -c "ps aux | head; ls /tmp; id -un"
      370.1     ps aux
      370.2     ls /tmp
      370.3     id -un
      430     sh -c "ps aux | head; ls /tmp; id -un"
      430.1     ps aux
      430.2     ls /tmp
      430.3     id -un
    `,
    ),
    scenario(
      'a monitoring agent is asked for values',
      `
      container node-agent
      0     zabbix_agentd -f
      0.1     listen tcp 10050
      60      sh -c "ps aux | wc -l"
      60.1      ps aux
      61      sh -c "ss -s"
      61.1      ss -s
      62      sh -c "uname -r; uptime"
      62.1      uname -r
    `,
    ),
    scenario(
      'an upload is converted',
      `
      container web
      0     php-fpm
      0.1     listen tcp 9000
      900     sh -c "convert a.jpg b.jpg"
      900.1     convert a.jpg b.jpg
      930     sh -c "ls /data | wc -l"
      930.1     ls /data
    `,
    ),
  ],
});

/** What each server gave to shells, by time, command lines that came before left out. */
function newOrders(view: DetectionCase, suspects: Suspects, routine: number): readonly (readonly [Process, readonly Order[]])[] {
  const shells = new Map<number, Map<string, number[]>>();
  for (const { shellId, parentId } of suspects.commandLines()) {
    const server = view.process(parentId);
    const shell = server !== undefined && serves(view, server) ? view.process(shellId) : undefined;
    if (server === undefined || shell === undefined || !isServer(server, shell)) continue;
    const byShape = shells.get(parentId) ?? new Map<string, number[]>();
    shells.set(parentId, byShape);
    const shape = argumentShape(shell.arguments ?? '');
    const alike = byShape.get(shape) ?? [];
    byShape.set(shape, alike);
    if (alike.length < routine) alike.push(shellId);
  }
  return [...shells].flatMap(([serverId, byShape]) => {
    const server = view.process(serverId);
    const fresh = [...byShape].filter(([, alike]) => alike.length < routine);
    return server === undefined ? [] : [[server, ordersOf(view, fresh)]];
  });
}

function ordersOf(view: DetectionCase, fresh: readonly (readonly [string, readonly number[]])[]): readonly Order[] {
  const orders = fresh.flatMap(([text, ids]) =>
    ids.flatMap((id) => {
      const shell = view.process(id);
      return shell === undefined ? [] : [{ shell, atUs: shell.imageStartedAtUs ?? 0, text, programs: lookingAround(view, shell) }];
    }),
  );
  return orders.sort((a, b) => a.atUs - b.atUs);
}

/** True when it answers callers, its parent does, or another process of the parent's program beside it: servers share their work. */
function serves(view: DetectionCase, server: Process): boolean {
  const [parent] = ancestorsInside(view, server, 1);
  if (isCalled(view, parent === undefined ? [server] : [server, parent])) return true;
  if (parent?.parentId === undefined) return false;
  const workers = view.children(parent.parentId).slice(0, WORKERS_READ);
  return isCalled(
    view,
    workers.filter(({ binary }) => binary === parent.binary),
  );
}

function isServer(server: Process, shell: Process): boolean {
  return (
    server.containerId === shell.containerId &&
    !isLoginServer(programName(server)) &&
    !isMonitoringAgent(programName(server)) &&
    !isAttended(shell, [server])
  );
}

function lookingAround(view: DetectionCase, shell: Process): ReadonlySet<string> {
  return new Set([shell, ...descendants(view, shell, PROGRAMS_READ)].map(programName).filter(isDiscovery));
}

/** The longest run of orders that lie within the window; orders come by time. */
function densest(orders: readonly Order[], window: number): readonly Order[] {
  let best: readonly Order[] = [];
  let start = 0;
  for (let end = 0; end < orders.length; end += 1) {
    while ((orders[end]?.atUs ?? 0) - (orders[start]?.atUs ?? 0) > window) start += 1;
    if (end - start + 1 > best.length) best = orders.slice(start, end + 1);
  }
  return best;
}

function draft(server: Process, orders: readonly Order[], programs: ReadonlySet<string>): Draft {
  const first = orders[0]?.shell ?? server;
  const lines = [...new Set(orders.map((order) => order.text))];
  return {
    level: 'high',
    title: `${command(server)} runs command lines that look around: ${[...programs].slice(0, 5).join(', ')}`,
    why: `${command(server)} (pid ${server.pid}), which answers callers, gave a shell ${lines.length} different command lines, none of them routine, and they ran ${[...programs].join(', ')}.`,
    process: first,
    ...span(...orders.map((order) => order.atUs)),
    connections: [],
    related: [related(server, 'server'), ...orders.map((order) => related(order.shell, 'shell'))],
    evidence: [...processEvidence(server), ...orders.flatMap((order) => processEvidence(order.shell))],
    members: orders.map((order) => order.shell.id),
  };
}

/** The shell's own image: with a single program to run, it becomes that program. */
function commandLine(shell: Process): Pick<Process, 'binary' | 'arguments'> {
  return shell.images.find((image) => shellKind(image) === 'command') ?? shell;
}

function pryingDraft(server: Process, { shell, atUs }: Order): Draft {
  return {
    level: 'medium',
    title: `${command(server)} runs a command line that reads accounts: ${command(commandLine(shell))}`,
    why: `${command(server)} (pid ${server.pid}), which answers callers or was started by what does, gave a shell a command line that it had not run before and that names the files of accounts or keys: ${command(commandLine(shell))}.`,
    process: shell,
    ...span(atUs),
    connections: [],
    related: [related(server, 'server')],
    evidence: [...processEvidence(server), ...processEvidence(shell)],
    members: [shell.id],
  };
}
