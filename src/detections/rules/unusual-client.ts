import type { DetectionCase, ProcessOutline } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { byTime, type Call } from '../calls.js';
import { commandedRows } from '../commanded.js';
import type { Draft } from '../draft.js';
import { programName } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isTool } from '../tool.js';
import { command, connectionEvidence, destination, processEvidence, span } from '../wording.js';

/** Calls of one program of a container to one port: the first of them, and how many processes made them. */
interface Client {
  readonly process: ProcessOutline;
  readonly port: number;
  readonly calls: Call[];
  readonly processIds: Set<number>;
}

/** Ports behind which the keys of a cluster lie: kubelet and etcd. */
const CONTROL_PORTS = new Map([
  [2379, 'etcd'],
  [10250, 'the kubelet'],
  [10255, 'the kubelet'],
]);
const SERVICES = new Map([
  ...CONTROL_PORTS,
  [22, 'SSH'],
  [139, 'SMB'],
  [445, 'SMB'],
  [1433, 'SQL Server'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [9200, 'Elasticsearch'],
  [11_211, 'memcached'],
  [27_017, 'MongoDB'],
]);
const CALLS_SHOWN = 5;

export const unusualClient = defineRule({
  id: 'unusual-client',
  title: 'Service called by a program that is not its client',
  description:
    'A program that begins late in a container calls the port of a database, of SSH, SMB, etcd or the kubelet inside, and no program that the image ' +
    'runs from its start is a client of that port under that name. What is repeated is a job and is low, and so is what somebody does who entered; ' +
    'what a shell story already tells is left to that story.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1021', 'T1213'],
  needs: ['connections', 'containers'],
  options: {
    routine: { value: 3, description: 'Processes of the program that called the port, from which on it is a job.' },
  },
  falsePositives: [
    'Backups, migrations and reports that run for the first time after the threshold.',
    'Administrators at work in a container.',
  ],
  *run({ view, option, stories, calls }) {
    const commanded = commandedRows(stories);
    const clients = clientsOf(view, calls({ isExternal: false, ports: SERVICES }));
    for (const client of clients) {
      if (commanded.has(client.process.id)) continue;
      const process = view.process(client.process.id);
      if (process !== undefined) yield draft(view, process, client, levelOf(client, option('routine')));
    }
  },
  hits: [
    scenario(
      'a shell script talks to the database of its neighbour',
      `
      container web
      0       node server.js
      1         > tcp 10.0.0.20:5432
      1200      sh -c "redis-cli -h cache keys '*'"
      1200.1      redis-cli -h cache keys *
      1200.2        > tcp 10.0.0.30:6379
    `,
    ),
    scenario(
      'curl asks the kubelet',
      `
      container web
      0       node server.js
      1200      curl -sk https://10.0.0.1:10250/pods
      1200.1      > tcp 10.0.0.1:10250
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'workers that begin late are what ran from the start',
      `
      container web
      0       python3 main.py
      1         python3 worker.py
      1.1         > tcp 10.0.0.20:5432
      1200      python3 worker.py
      1200.1      > tcp 10.0.0.20:5432
    `,
    ),
    scenario(
      'a nightly dump',
      `
      container backup
      0       crond
      3600      pg_dump -h db
      3600.1      > tcp 10.0.0.20:5432
      7200      pg_dump -h db
      7200.1      > tcp 10.0.0.20:5432
      10800     pg_dump -h db
      10800.1     > tcp 10.0.0.20:5432
    `,
    ),
  ],
});

/** Clients that began late and are not what their image runs from its start. */
function clientsOf(view: DetectionCase, calls: Iterable<Call>): readonly Client[] {
  const usual = new Set<string>();
  const late = new Map<string, Client & { readonly habit: string }>();
  for (const call of calls) {
    const process = view.outline(call.processId);
    if (process?.containerId === undefined || process.late === 'probe') continue;
    const habit = habitOf(view, process, call.port);
    if (process.late === undefined) usual.add(habit);
    else keep(late, `${process.containerId} ${process.late} ${habit}`, { process, call, habit });
  }
  return [...late.values()].filter(({ habit }) => !usual.has(habit));
}

function keep(
  late: Map<string, Client & { readonly habit: string }>,
  key: string,
  { process, call, habit }: { readonly process: ProcessOutline; readonly call: Call; readonly habit: string },
): void {
  const client = late.get(key) ?? { process, port: call.port, habit, calls: [], processIds: new Set() };
  client.processIds.add(process.id);
  if (client.calls.length < CALLS_SHOWN) client.calls.push(call);
  late.set(key, client);
}

/** A program calling a port, in an image whichever container runs it. */
function habitOf(view: DetectionCase, process: ProcessOutline, port: number): string {
  const container = process.containerId === undefined ? undefined : view.container(process.containerId);
  const place = container?.imageId ?? container?.image ?? `container ${process.containerId}`;
  return [place, programName(process), port].join('\u0000');
}

function levelOf({ process, port, processIds }: Client, routine: number): Level {
  if (process.late === 'entered' || processIds.size >= routine) return 'low';
  return CONTROL_PORTS.has(port) && isTool(process) ? 'high' : 'medium';
}

function draft(view: DetectionCase, process: Process, { port, calls, processIds }: Client, level: Level): Draft {
  const connections = [...calls].sort(byTime).flatMap((call) => view.connection(call.connectionId) ?? []);
  const where = [...new Set(connections.map(destination))].join(', ');
  return {
    level,
    title: `${command(process)} called ${SERVICES.get(port)} at ${where}`,
    why: `${command(process)} (pid ${process.pid}) called ${where}, the port of ${SERVICES.get(port)}, and nothing of that name does so from the start of its container.`,
    process,
    ...span(...calls.map((call) => call.atUs)),
    count: processIds.size,
    connections,
    related: [],
    evidence: [
      ...processEvidence(process),
      ...connections.flatMap((one) => connectionEvidence(one, `pid ${one.process.pid} connected to ${destination(one)}`)),
    ],
    members: [process.id],
  };
}
