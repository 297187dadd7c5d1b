import type { CaseView } from '../model/case-view.js';
import type { Connection } from '../model/connection.js';
import type { Container, Process } from '../model/process.js';
import { formatTime } from '../model/time.js';
import { endpointText, remoteName } from './drawing/wording.js';
import type { CopyEntry } from './overlays/overlay.js';
import type { Focus } from './view.js';

/** What can be copied of a focus: the values that name what is selected, most particular first. */
export function copyEntries(view: CaseView, focus: Focus): readonly CopyEntry[] {
  const { about, connectionId, processId, containerId, findingId, name, atUs } = focus;
  const isOfProcess = about === 'process';
  const connection = isOfProcess || connectionId === undefined ? undefined : view.connection(connectionId);
  const process = processId === undefined ? undefined : view.process(processId);
  // Of a process its container is one more step away, and the menu is short.
  const container = process !== undefined || containerId === undefined ? undefined : view.container(containerId);
  return [
    ...(connection === undefined ? [] : ofConnection(connection)),
    ...(connection !== undefined || isOfProcess ? [] : entry('n', 'name', name)),
    ...entry('f', 'finding', findingId),
    ...(process === undefined ? [] : ofProcess(process)),
    ...(container === undefined ? [] : ofContainer(container)),
    ...(isOfProcess || atUs === undefined ? [] : entry('t', 'time', formatTime(atUs))),
  ];
}

function entry(key: string, label: string, value: string | undefined): readonly CopyEntry[] {
  return value === undefined || value === '' ? [] : [{ key, label, value }];
}

function ofConnection(connection: Connection): readonly CopyEntry[] {
  const end = connection.direction === 'listen' ? connection.local : connection.remote;
  return [
    ...entry('d', 'remote address', end === undefined ? undefined : endpointText(end)),
    ...entry('n', 'remote name', remoteName(connection)),
  ];
}

function ofProcess({ execId, pid, binary, arguments: words }: Process): readonly CopyEntry[] {
  return [
    ...entry('i', 'exec id', execId),
    ...entry('p', 'pid', String(pid)),
    ...entry('b', 'binary', binary),
    ...entry('c', 'command line', [binary, words].filter((part) => part !== undefined && part !== '').join(' ')),
  ];
}

function ofContainer({ containerId, name, pod, image }: Container): readonly CopyEntry[] {
  return [
    ...entry('g', 'name', name),
    ...entry('o', 'pod', pod),
    ...entry('i', 'container id', containerId),
    ...entry('m', 'image', image),
  ];
}
