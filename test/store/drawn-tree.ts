import { NO_FILTER } from '../../src/model/filter.js';
import type { Process } from '../../src/model/process.js';
import type { WritableCase } from '../../src/store/write.js';
import { type Actor, BOOTED_AT_US, type ContainerInStory, eventLine, execLine, exitLine } from '../tetragon-lines.js';

/**
 * Process trees as text. A process is `images pid`, its children stand below it, two spaces further in:
 *
 *     runtime@1 10
 *       entry.sh@10 ⇒ node@11 200 #web
 *         sh@400 300 #web !405
 *
 * `name@seconds` is an image with its start, `~name@…` a fork that was seen before any exec, `?` a process that is known by its id alone,
 * `#web` its container (`#web?` when it was worked out), `!405` its exit, `late`, `entered`, `probe` and `main` what linking says.
 */
const ONE_LINE = /^( *)(\S+@\S+(?: ⇒ \S+@\S+)*) (\d+)((?: [#!]\S+)*)$/;

/** Containers that drawings name, by name. */
export const CONTAINERS: Readonly<Record<string, ContainerInStory>> = {
  web: container('web', 'a', 10),
  db: container('db', 'b', 12),
};

function container(name: string, digit: string, startedAt: number): ContainerInStory {
  return { id: digit.repeat(64), name, pod: `${name}-pod`, namespace: 'tenant', startedAt, workload: name, image: `${name}:1` };
}

interface Drawn {
  readonly depth: number;
  readonly images: readonly Actor[];
  readonly exitAt: number | undefined;
}

/** Every image of a drawing, by name and pid: `node 200`. */
export function actorsOf(drawing: string): ReadonlyMap<string, Actor> {
  return new Map(parsed(drawing).flatMap(({ images }) => images.map((image) => [`${nameOf(image)} ${image.pid}`, image])));
}

/** The events that an agent writes for a drawing, in order of time. */
export function linesOf(drawing: string): readonly string[] {
  const events = parsed(drawing).flatMap(({ images, exitAt }) => [
    ...images.map((image) => ({
      at: image.at,
      line: isFork(image) ? eventLine('process_kprobe', image, image.at + 0.0001) : execLine(image),
    })),
    ...(exitAt === undefined ? [] : images.slice(-1).map((image) => ({ at: exitAt, line: exitLine(image, exitAt) }))),
  ]);
  return events.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function isFork(image: Actor): boolean {
  return image.more?.forked === true;
}

function parsed(drawing: string): readonly Drawn[] {
  const path: Drawn[] = [];
  return drawingLines(drawing).map((line) => {
    const [, indent = '', images = '', pid = '', marks = ''] = ONE_LINE.exec(line) ?? [];
    if (pid === '') throw new Error(`not a process of a drawing: ${line}`);
    const depth = indent.length / 2;
    const drawn = { depth, images: actors(images, Number(pid), marks, path[depth - 1]), exitAt: exitOf(marks) };
    path[depth] = drawn;
    return drawn;
  });
}

/** Lines without the indentation that the test's code gives them. */
function drawingLines(drawing: string): readonly string[] {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin).trimEnd());
}

function actors(text: string, pid: number, marks: string, above: Drawn | undefined): readonly Actor[] {
  const inContainer = CONTAINERS[/#(\w+)/.exec(marks)?.[1] ?? ''];
  const images: Actor[] = [];
  for (const one of text.split(' ⇒ ')) {
    const [name = '', at = ''] = one.split('@');
    const before = images.at(-1);
    const isInPlace = before !== undefined && !isFork(before);
    const parent = isInPlace ? before : parentAt(above, Number(at));
    images.push({
      pid,
      at: Number(at),
      binary: `/bin/${name.replace('~', '')}`,
      flags: name.startsWith('~') || isInPlace ? 'execve' : 'execve clone',
      ...(parent === undefined ? {} : { parent }),
      ...(inContainer === undefined ? {} : { container: inContainer }),
      ...(name.startsWith('~') ? { more: { forked: true } } : {}),
    });
  }
  return images;
}

function parentAt(above: Drawn | undefined, at: number): Actor | undefined {
  return above?.images.filter((image) => image.at <= at).at(-1) ?? above?.images[0];
}

function exitOf(marks: string): number | undefined {
  const exit = /!(\S+)/.exec(marks)?.[1];
  return exit === undefined ? undefined : Number(exit);
}

function nameOf(actor: Actor): string {
  return actor.binary.slice('/bin/'.length);
}

/** The case's processes as such a drawing, by node where there are several. */
export function drawn(store: WritableCase): string {
  const processes = store.view.processes(NO_FILTER, { limit: 10_000 }).rows;
  const lines: string[] = [];
  const draw = (process: Process, depth: number) => {
    lines.push(`${'  '.repeat(depth)}${drawnProcess(store, process)}`);
    for (const child of processes.filter(({ parentId }) => parentId === process.id)) draw(child, depth + 1);
  };
  for (const root of processes.filter(({ parentId }) => parentId === undefined)) draw(root, 0);
  return lines.join('\n');
}

function drawnProcess(store: WritableCase, process: Process): string {
  const images = process.images.map(({ binary, knownFrom, startedAtUs }) =>
    knownFrom === 'inferred'
      ? `?${startedAtUs === undefined ? '' : `@${secondsOf(startedAtUs)}`}`
      : `${knownFrom === 'fork' ? '~' : ''}${binary?.replace(/^.*\//, '')}@${startedAtUs === undefined ? '?' : secondsOf(startedAtUs)}`,
  );
  const place = process.containerId === undefined ? undefined : store.view.container(process.containerId);
  return [
    images.join(' ⇒ '),
    process.pid,
    ...(place === undefined ? [] : [`#${place.name ?? place.containerId.slice(0, 12)}${process.containerIsInferred ? '?' : ''}`]),
    ...(process.exitedAtUs === undefined ? [] : [`!${secondsOf(process.exitedAtUs)}`]),
    ...(process.late === undefined ? [] : [process.late]),
    ...(process.isMain ? ['main'] : []),
  ].join(' ');
}

function secondsOf(us: number): string {
  return String((us - BOOTED_AT_US) / 1e6);
}

/** A drawing without the indentation that the test's code gives it: what `drawn` gives. */
export function tidy(drawing: string): string {
  return drawingLines(drawing).join('\n');
}
