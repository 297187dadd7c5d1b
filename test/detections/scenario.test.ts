import { describe, expect, it } from 'vitest';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario, SCENARIO_START_US } from '../../src/detections/scenario-case.js';

const DRAWN = scenario(
  'a drawing with everything',
  `
  container web 10.0.0.10
  0       node server.js
  0.1       listen tcp 8000
  400       fork
  400.1       => /bin/sh -i
  400.2       > tcp 10.0.0.20:5432 until 401
  402         exit
  500     bash {entered}
  501       ls
  container db 10.0.0.20
  0       postgres
  1         listen tcp 5432
`,
);

describe('a case made from a drawing', () => {
  const view = caseOfScenario(DRAWN);

  it('has the drawn processes with the drawn parents', () => {
    const tree = [0, 1, 2, 3, 4].map((row) => [view.process(row)?.binary, view.process(row)?.parentId]);
    expect(tree).toEqual([
      ['/usr/bin/node', undefined],
      ['/bin/sh', 0],
      ['/usr/bin/bash', undefined],
      ['/usr/bin/ls', 2],
      ['/usr/bin/postgres', undefined],
    ]);
  });

  it('keeps the image that a fork inherited before the one that replaced it', () => {
    expect(view.process(1)?.images.map((image) => [image.binary, image.knownFrom])).toEqual([
      ['/usr/bin/node', 'fork'],
      ['/bin/sh', 'exec'],
    ]);
  });

  it('knows what is late and what entered, children included', () => {
    expect([0, 1, 2, 3].map((row) => view.process(row)?.late)).toEqual([undefined, 'late', 'entered', 'entered']);
  });

  it('opens and closes sockets at the drawn seconds and knows who answers', () => {
    const [connection] = view.connectionsOf(1);
    expect(connection?.openedAtUs).toBe(SCENARIO_START_US + 400_200_000);
    expect(connection?.closedAtUs).toBe(SCENARIO_START_US + 401_000_000);
    expect(connection?.scope).toBe('cluster');
    expect(connection?.peer?.process.binary).toBe('/usr/bin/postgres');
  });

  it('ends a process where its exit is drawn', () => {
    expect(view.process(1)?.exitedAtUs).toBe(SCENARIO_START_US + 402_000_000);
  });
});

describe('a drawing that is wrong', () => {
  it.each([
    ['a row without a second', 'container web\nnode server.js'],
    ['a row deeper than any parent', 'container web\n0   node\n1       id'],
    ['a row between two levels', 'container web\n0   node\n1    id'],
  ])('is refused: %s', (_, drawing) => {
    expect(() => scenario('wrong', drawing)).toThrow();
  });
});
