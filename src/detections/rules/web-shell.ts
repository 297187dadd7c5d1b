import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf } from '../contact.js';
import type { Draft } from '../draft.js';
import { programName, seconds } from '../lineage.js';
import { newOrders, type Order } from '../orders.js';
import { isIdentity, isPrinter } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { liesInTemporaryFolder, shellKind } from '../shell.js';
import { command, contactEvidence, destination, processEvidence, related, span } from '../wording.js';

/** A program from a temporary folder that an order ran, and its first call to the outside. */
interface Dropped {
  readonly order: Order;
  readonly contact: Contact;
}

/** What one reads first to see whether commands are run at all, and then to stay. */
const ACCOUNT_FILES = /\/etc\/(?:passwd|g?shadow|group|sudoers)\b|serviceaccount\/token|\.ssh\/|\.aws\/credentials/;
/** Lists of everybody's account, given as words of their own. */
const ACCOUNTS = /(?:^|\s)\/etc\/(?:passwd|g?shadow|sudoers)\b/;

export const webShell = defineRule({
  id: 'web-shell',
  title: 'Server looks around through ever new command lines',
  description:
    'A process that answers callers gives a shell several different command lines within minutes, and they run programs that look around ' +
    '(id, ps, ls, uname, …). A service runs the same few command lines again and again; one that somebody else commands runs new ones. Any ' +
    'command line that came before is left out, whatever numbers and addresses it had. One new command line is enough when it prints the file of ' +
    'accounts, or runs a program from a temporary folder that calls outside; one that only names the files of accounts or keys is medium.',
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
  falsePositives: [
    'An administration panel whose pages run system tools, opened for the first time.',
    'Build and development servers that run what they just made from a temporary folder.',
  ],
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
      if (isLook) yield draft(server, close, programs);
      else yield* single(view, server, orders);
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
    scenario(
      'a page is made to print the file of accounts',
      `
      container web
      0       apache2 -DFOREGROUND
      0.1       listen tcp 80
      900       < tcp 203.0.113.9:51000 on 80
      900       /usr/lib/cgi-bin/status
      900.1       bash -c "cat /etc/passwd"
      900.2         => cat /etc/passwd
    `,
    ),
    scenario(
      'the same where a thread that answers looks like a process that nothing started',
      `
      container web
      0       apache2
      900       < tcp 203.0.113.9:51000 on 80
      0       apache2
      900       /usr/lib/cgi-bin/status
      900.1       bash -c "cat /etc/passwd"
      900.2         => cat /etc/passwd
    `,
    ),
    scenario(
      'a server runs a program from a temporary folder that calls outside',
      `
      container web
      0       node server.js
      0.1       listen tcp 3000
      900       sh -c "/tmp/report.py -a"
      900.1       /tmp/report.py -a
      901           > tcp 203.0.113.9:443
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a server runs what it built in a temporary folder, and nothing leaves',
      `
      container dev
      0     node dev-server.js
      0.1     listen tcp 3000
      890     < tcp 10.0.0.9:51000 on 3000
      900     sh -c "/tmp/build-1/app --check"
      900.1     /tmp/build-1/app --check
    `,
    ),
    scenario(
      'a page prints the file of accounts at every call',
      `
      container web
      0     apache2 -DFOREGROUND
      0.1     listen tcp 80
      900     < tcp 203.0.113.9:51000 on 80
      900     /usr/lib/cgi-bin/accounts
      900.1     sh -c "cat /etc/passwd"
      900.2       cat /etc/passwd
      960     /usr/lib/cgi-bin/accounts
      960.1     sh -c "cat /etc/passwd"
      960.2       cat /etc/passwd
    `,
    ),
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

/** What a single command line tells that no process of the program gave before: the strongest of it, once for each server. */
function* single(view: DetectionCase, server: Process, orders: readonly Order[]): Generator<Draft> {
  const unshared = orders.filter((order) => !order.isShared);
  const dropped = unshared.flatMap((order) => droppedBy(view, order))[0];
  const prying = unshared.find(printsAccounts) ?? unshared.find(namesAccounts);
  if (dropped !== undefined) yield droppedDraft(server, dropped);
  else if (prying !== undefined) yield pryingDraft(server, prying);
}

function namesAccounts({ shell }: Order): boolean {
  return ACCOUNT_FILES.test(commandLine(shell).arguments ?? '');
}

/** Services look one account up; the whole file is for a reader. */
function printsAccounts(order: Order): boolean {
  return order.ran.some((one) => isPrinter(programName(one)) && ACCOUNTS.test(one.arguments ?? ''));
}

/** The calls to the outside of programs below the shell that lie where anybody may write. */
function droppedBy(view: DetectionCase, order: Order): readonly Dropped[] {
  return order.ran.flatMap((program) => {
    if (program.connectionCount === 0 || !program.images.some(liesInTemporaryFolder)) return [];
    const contact = contactsOf(view, program).find(({ isExternal }) => isExternal);
    return contact === undefined ? [] : [{ order, contact }];
  });
}

function pryingDraft(server: Process, order: Order): Draft {
  const { shell, atUs } = order;
  return {
    level: printsAccounts(order) ? 'high' : 'medium',
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

function droppedDraft(server: Process, { order, contact }: Dropped): Draft {
  const { shell, atUs } = order;
  const { process, connection } = contact;
  const program = command(process.images.find(liesInTemporaryFolder) ?? process);
  const where = destination(connection);
  return {
    level: 'high',
    title: `${command(server)} runs a program from a temporary folder that calls outside: ${program}`,
    why: `${command(server)} (pid ${server.pid}), which answers callers or was started by what does, gave a shell a command line that it had not run before: ${command(commandLine(shell))}. It ran ${program} (pid ${process.pid}), which connected to ${where}.`,
    process: shell,
    ...span(atUs, contact.atUs),
    connections: [connection],
    related: [related(server, 'server'), related(process, 'child')],
    evidence: [...processEvidence(server), ...processEvidence(shell), ...processEvidence(process), ...contactEvidence(contact)],
    members: [shell.id, process.id],
  };
}
