import { describe, expect, it } from 'vitest';
import { rememberingCase } from '../../src/detections/remembering-case.js';
import type { ProcessOutline } from '../../src/model/detection-case.js';
import { caseOf } from '../store/case-of.js';
import { type Actor, enterpriseLine, execLine, exitLine } from '../tetragon-lines.js';

const WEB = { id: 'a'.repeat(64), name: 'web', pod: 'web-1', namespace: 'shop', startedAt: 10, workload: 'web' };
const SERVER: Actor = { pid: 100, at: 10, binary: '/usr/bin/node', arguments: 'server.js', container: WEB };
const SHELL: Actor = { pid: 101, at: 900, binary: '/bin/sh', arguments: '-c id', parent: SERVER, container: WEB };
const REPLACED: Actor = { ...SHELL, at: 901, binary: '/usr/bin/id', arguments: '', parent: SHELL };
const DELETED: Actor = { pid: 102, at: 950, binary: '/tmp/x (deleted)', arguments: '', parent: SERVER, container: WEB };

const LINES = [
  execLine(SERVER),
  execLine(SHELL),
  execLine(REPLACED),
  execLine(DELETED),
  enterpriseLine('process_connect', DELETED, { at: 951, local: '10.0.0.9:40000', remote: '203.0.113.9:443', cookie: '1' }),
  exitLine(DELETED, 960),
];

const told = (outlines: Iterable<ProcessOutline>) =>
  Array.from(outlines, ({ id, binary, arguments: words, late, parentId, containerId, connectionCount, images }) => ({
    ...{ id, binary, words, late, parentId, containerId, connectionCount },
    images: images.map((image) => [image.binary, image.arguments, image.startedAtUs, image.knownFrom]),
  }));

describe('processes in outline', () => {
  it('say what the processes say', async () => {
    const { detection } = await caseOf(LINES);
    const whole = [...detection.allProcesses()];
    expect(told(detection.outlines())).toEqual(told(whole));
    expect(whole.map(({ id }) => told([detection.outline(id)].flatMap((outline) => outline ?? [])))).toEqual(
      whole.map((process) => told([process])),
    );
  });

  it.each([
    ['all', (view) => view.outlines()],
    ['late ones', (view) => view.lateOutlines()],
    ['by name', (view) => view.outlinesNamed(['id', 'sh', 'node', 'sh'])],
    ['by the name of a deleted file', (view) => view.outlinesNamed(['x'])],
    ['by a name that none has', (view) => view.outlinesNamed(['nc'])],
    ['by folder', (view) => view.outlinesIn(['/tmp/', '/usr/'])],
  ] satisfies [string, (view: Awaited<ReturnType<typeof caseOf>>['detection']) => Iterable<ProcessOutline>][])(
    'are the same whether they are held or read anew: %s',
    async (_, ask) => {
      const { detection } = await caseOf(LINES);
      expect(told(ask(rememberingCase(detection)))).toEqual(told(ask(detection)));
    },
  );

  it('are found under each program that a process ran', async () => {
    const { detection } = await caseOf(LINES);
    const ids = (name: string) => Array.from(rememberingCase(detection).outlinesNamed([name]), ({ id }) => id);
    expect(ids('sh')).toEqual(ids('id'));
    expect(ids('sh')).toHaveLength(1);
    expect(ids('x')).toHaveLength(1);
  });
});

describe('connections in outline', () => {
  it('hold what was asked for', async () => {
    const { detection } = await caseOf(LINES);
    const [asked] = [...detection.connectionOutlines(new Set(['called', 'calling', 'protocol', 'scope', 'names']))];
    expect(asked).toMatchObject({
      direction: 'outbound',
      called: { ip: '203.0.113.9', port: 443 },
      calling: { ip: '10.0.0.9' },
      scope: 'external',
    });
    const [bare] = [...detection.connectionOutlines(new Set())];
    expect(bare).toMatchObject({ id: asked?.id, called: undefined, protocol: undefined, nameText: '' });
  });
});
