import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { learnBehaviour } from '../../../src/detections/review/learn.js';
import { novelties } from '../../../src/detections/review/novelties.js';
import { readBaseline } from '../../../src/detections/review/read-baseline.js';
import { scenario } from '../../../src/detections/scenario.js';
import { caseOfScenario } from '../../../src/detections/scenario-case.js';
import { behaviourBaseline } from '../../../src/export/behaviour-baseline.js';
import { yamlText } from '../../../src/export/yaml.js';
import { schemaErrors } from '../../export/schemas.js';

const GOOD = drawn(`
  container web
  0       node server.js
  1         listen tcp 8080
  2         > tcp 10.0.0.20:5432
  5         sh -c "ls"
  5.1         ls
`);

const WORSE = drawn(`
  container web
  0       node server.js
  1         listen tcp 8080
  2         > tcp 10.0.0.20:5432
  5         sh -c "ls"
  5.1         ls
  5.2         id
  6           id
  7         ls
  8           > tcp 203.0.113.9:4444
  9           < tcp 10.0.0.9:50000 on 31337
`);

function drawn(text: string) {
  return caseOfScenario(scenario('a run', text));
}

function learned(view = GOOD): string {
  return yamlText(behaviourBaseline(learnBehaviour(view)));
}

function read(text: string) {
  const file = readBaseline('b.yml', text);
  if (file.kind === 'refused') throw new Error(file.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`).join('\n'));
  return file.baseline.kind === 'behaviour' ? file.baseline.workloads : [];
}

function newsOf(view = WORSE, baseline = learned()) {
  return novelties(view, read(baseline)).map(({ rule, title, count }) => [rule.id, title, count]);
}

describe('baseline learn', () => {
  it('writes what a good run showed, sorted, so that it can be reviewed', () => {
    expect(parse(learned())).toEqual({
      schemaVersion: 1,
      kind: 'behaviour',
      workloads: [
        {
          image: 'registry.example.com/web',
          binaries: ['/usr/bin/ls', '/usr/bin/node', '/usr/bin/sh'],
          parents: ['/usr/bin/node > /usr/bin/sh', '/usr/bin/sh > /usr/bin/ls'],
          listeners: ['tcp:8080'],
          destinations: ['private:5432'],
        },
      ],
    });
    expect(schemaErrors('behaviour-baseline', behaviourBaseline(learnBehaviour(GOOD)))).toEqual([]);
  });

  it('reads back as it was learned', () => {
    expect(read(learned())).toEqual(learnBehaviour(GOOD));
  });

  it('counts only the processes that are wanted', () => {
    expect(learnBehaviour(GOOD, () => false)).toEqual([]);
  });
});

describe('what is new against a baseline', () => {
  it('is nothing for the run that it was learned from', () => {
    expect(newsOf(GOOD)).toEqual([]);
  });

  it('is one finding for each workload and kind of novelty', () => {
    const unknown = 'that its baseline does not know:';
    expect(newsOf()).toEqual([
      ['new-binary', `registry.example.com/web ran programs ${unknown} /usr/bin/id`, 1],
      [
        'new-parent',
        `registry.example.com/web started programs in ways ${unknown} /usr/bin/sh > /usr/bin/id, /usr/bin/node > /usr/bin/ls`,
        2,
      ],
      ['new-destination', `registry.example.com/web called destinations ${unknown} external:4444`, 1],
      ['new-listener', `registry.example.com/web listened on ports ${unknown} tcp:31337`, 1],
    ]);
  });

  it('has the first line that shows each, and is of level medium', () => {
    for (const finding of novelties(WORSE, read(learned()))) {
      expect(finding).toMatchObject({ level: 'medium', status: 'new', rule: { kind: 'baseline' } });
      expect(finding.evidence).toHaveLength(finding.count);
    }
  });

  it('is the workload itself where the baseline does not know it', () => {
    expect(newsOf(WORSE, 'kind: behaviour\nworkloads:\n  - workload: other\n').map(([id]) => id)).toEqual(['new-workload']);
  });

  it('is not what a pattern of the baseline stands for', () => {
    const generous = learned()
      .replace('/usr/bin/ls\n', '/usr/bin/*\n')
      .replace('external:4444', '')
      .replace(/parents:/, 'parents:\n      - "* > *"');
    expect(newsOf(WORSE, generous).map(([id]) => id)).toEqual(['new-destination', 'new-listener']);
  });

  it('has another fingerprint when something else is new', () => {
    const [one] = novelties(WORSE, read(learned()));
    const more = novelties(WORSE, read(learned().replace('      - /usr/bin/ls\n', '')));
    expect(more.map(({ id }) => id)).not.toContain(one?.id);
    expect(novelties(WORSE, read(learned()))[0]?.id).toBe(one?.id);
  });
});

describe('a baseline of behaviour', () => {
  it.each([
    [
      'with a workload without a name',
      'kind: behaviour\nworkloads:\n  - binaries: [a]\n',
      /^3:5 an item has one of workload, image, container/,
    ],
    ['with two names', 'kind: behaviour\nworkloads:\n  - {workload: a, image: b}\n', /^3:5 an item has one of/],
    [
      'with a misspelled list',
      'kind: behaviour\nworkloads:\n  - workload: a\n    binarys: []\n',
      /^4:5 there is no key "binarys": did you mean binaries\?/,
    ],
    ['with a mapping for a value', 'kind: behaviour\nworkloads:\n  - workload: a\n    binaries: [{a: b}]\n', /^4:16 binaries are texts/],
    ['with a key twice', 'kind: behaviour\nkind: behaviour\n', /^2:1 not YAML: Map keys must be unique/],
  ])('%s is refused with the place', (_, text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
});
