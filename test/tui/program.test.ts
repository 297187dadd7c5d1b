import { describe, expect, it } from 'vitest';
import { shownView } from '../../src/tui/state.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

const EMPTY = { containers: [] };

describe('opening a case', () => {
  it('begins on the worst finding, with the way to it open', () => {
    const game = play(fakeCase(STORY));
    expect(game.selected()).toMatch(/^bash -i {2}! critical {2}⏱ \+5m12s {2}↗ c2\.example 203\.0\.113\.9:8531 external/);
  });

  it('shows every late, entered and found process without a key', () => {
    const text = play(fakeCase(STORY)).rows().join('\n');
    for (const mark of ['⏱ +5m12s', '⏱ +5m40s', '⇥ entered +6m42s', '! critical', '! high']) expect(text).toContain(mark);
  });

  it('says of an empty case where to look', () => {
    expect(play(fakeCase(EMPTY)).rows()).toEqual([
      ' This case holds no process. P lists what could not be read, I what the case is made of.',
    ]);
  });

  it('takes every key on an empty case', () => {
    const game = play(fakeCase(EMPTY));
    game.press('j k g G left right space p e E o ctrl+o n N tab tab z enter escape r y a t . = - ! enter P I q');
    expect(game.deeds).toEqual([]);
  });
});

describe('moving', () => {
  const cases = [
    { keys: 'g', at: 'node kind-worker' },
    { keys: 'G', at: '/lib/systemd/systemd' },
    { keys: 'j', at: 'id ' },
    { keys: 'k', at: 'sh -c' },
    { keys: 'up up', at: '● docker-entrypoint.sh ⇒ node' },
    { keys: 'p', at: 'sh -c' },
    { keys: 'left', at: 'bash -i' },
    { keys: 'left left', at: 'sh -c' },
    { keys: 'left right', at: 'bash -i' },
    { keys: 'right', at: 'id ' },
    { keys: 'space j', at: 'bash  ⇥ entered' },
    { keys: '- j', at: 'node kind-worker' },
    { keys: 'g -', at: 'node kind-worker' },
  ];
  it.each(cases)('$keys from the finding leads to "$at"', ({ keys, at }) => {
    const game = play(fakeCase(STORY));
    game.press(keys);
    expect(game.selected()).toContain(at);
  });

  it('opens everything again with =', () => {
    const game = play(fakeCase(STORY));
    const before = game.rows().length;
    game.press('- =');
    expect(game.rows()).toHaveLength(before);
  });

  it('says why a key does nothing', () => {
    const game = play(fakeCase(STORY));
    game.press('g p');
    expect(game.notice()).toBe('this row has no parent');
  });
});

describe('panes', () => {
  it.each([
    { keys: 'tab', pane: 'details' },
    { keys: ']', pane: 'details' },
    { keys: '] ]', pane: 'connections' },
    { keys: '] ] ]', pane: 'tree' },
    { keys: '[', pane: 'connections' },
    { keys: '[ shift+tab', pane: 'details' },
    { keys: '2', pane: 'details' },
    { keys: '3', pane: 'connections' },
    { keys: '3 1', pane: 'tree' },
    { keys: '2 2', pane: 'details' },
  ])('$keys gives the keys to the pane $pane', ({ keys, pane }) => {
    const game = play(fakeCase(STORY));
    game.press(keys);
    expect(shownView(game.store.state()).pane()).toBe(pane);
  });
});

describe('jumping', () => {
  it('goes from finding to finding and round', () => {
    const game = play(fakeCase(STORY));
    game.press('e');
    expect(game.selected()).toContain('sh -c id  ! high');
    expect(game.notice()).toBe('finding 2 of 2: high Lateral movement from crawler to resumes');
    game.press('e');
    expect(game.selected()).toContain('bash -i');
    game.press('E');
    expect(game.selected()).toContain('sh -c id');
  });

  it('follows a hop to the process that answered, in a closed branch too, and comes back', () => {
    const game = play(fakeCase(STORY));
    game.press('e left left left left left left left left');
    game.press('e j j');
    expect(game.selected()).toContain('curl');
    game.press('o');
    expect(game.selected()).toContain('gunicorn');
    expect(game.notice()).toBe('followed to gunicorn (pid 27014) in resumes-7c7b; Ctrl-O goes back');
    game.press('ctrl+o');
    expect(game.selected()).toContain('curl');
  });

  it('follows nothing from a connection whose other end is unknown, and says so', () => {
    const game = play(fakeCase(STORY));
    game.press('o');
    expect(game.notice()).toBe('the other end of its connection is not in the case');
  });

  it('finds a text in closed branches', () => {
    const game = play(fakeCase(STORY));
    game.press('- /');
    game.type('grpc');
    game.press('enter');
    expect(game.selected()).toContain('grpc_health_probe');
    expect(game.notice()).toBe('"grpc": 1 of 1; n next, N previous');
  });

  it('goes round the matches with n and N', () => {
    const game = play(fakeCase(STORY));
    game.press('/');
    game.type('gunicorn');
    game.press('enter n n');
    expect(game.notice()).toBe('"gunicorn": 1 of 2; n next, N previous');
    game.press('N');
    expect(game.notice()).toBe('"gunicorn": 2 of 2; n next, N previous');
  });
});

describe('a search', () => {
  function searched() {
    const view = fakeCase(STORY);
    const game = play(view);
    game.press('/');
    game.type('gunicorn');
    game.press('enter');
    return { view, game };
  }

  it('goes on when the tree is grouped otherwise, and moves nothing by itself', () => {
    const { game } = searched();
    const before = game.selected();
    game.press('t');
    expect(game.selected()).toBe(before);
    game.press('n');
    expect(game.notice()).toBe('"gunicorn": 2 of 2; n next, N previous');
    game.press('t N');
    expect(game.notice()).toBe('"gunicorn": 1 of 2; n next, N previous');
  });

  it('goes on in a new revision, and finds what that one brought', () => {
    const { view, game } = searched();
    const [host, ...others] = [...STORY.containers].reverse();
    if (host === undefined) throw new Error('the story has a host');
    const more = { ...host, processes: [...host.processes, { binary: '/opt/gunicorn', pid: 30_001 }] };
    view.become({ ...STORY, containers: [...others.reverse(), more] });
    game.send({ kind: 'caseMoved' });
    game.press('n n');
    expect(game.notice()).toBe('"gunicorn": 3 of 3; n next, N previous');
    expect(game.selected()).toContain('/opt/gunicorn');
  });

  it('leaves out what was hidden since, says so, and has it back with the filter cleared', () => {
    const { game } = searched();
    game.press('f');
    game.type('binary:curl');
    game.press('enter n');
    expect(game.notice()).toBe('all 2 that hold "gunicorn" are hidden by the filter (F clears it)');
    game.press('F n');
    expect(game.notice()).toMatch(/^"gunicorn": \d of 2;/);
  });

  it('is over with Escape, in a new tree too', () => {
    const { game } = searched();
    game.press('escape t n');
    expect(game.notice()).toBe('nothing was searched for: / searches');
  });
});

describe('filtering', () => {
  it('keeps what matches and the way to it', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('binary:curl');
    game.press('enter');
    expect(game.rows().map((row) => row.replace(/^[▌│▾▸ ]+/, '').split(' ')[0])).toEqual([
      'node',
      'namespace',
      'pod',
      'container',
      '●',
      'sh',
      'bash',
      'curl',
    ]);
  });

  it('says what emptied the tree, and the key that undoes it', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('binary:nothing');
    game.press('enter');
    expect(game.rows()).toEqual([' No process matches the filter "binary:nothing". F clears it.']);
    game.press('F');
    expect(game.selected()).toContain('bash -i');
  });

  it('keeps the prompt open on a mistake and says where it is', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('podd:x');
    game.press('enter');
    const { overlay } = game.store.state();
    expect(overlay).toMatchObject({ kind: 'prompt', text: 'podd:x' });
    expect(overlay?.kind === 'prompt' ? overlay.error : '').toContain('did you mean pod');
  });

  it('says that what is jumped to is hidden', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('binary:curl');
    game.press('enter e');
    expect(game.notice()).toContain('F clears it');
  });

  it('hides noise but never a finding, a late process or the way to one', () => {
    const game = play(fakeCase(STORY));
    game.press('.');
    const text = game.rows().join('\n');
    expect(text).not.toContain('ls /etc');
    expect(text).not.toContain('grpc_health_probe');
    for (const kept of ['! critical', '! high', 'entered', 'gunicorn']) expect(text).toContain(kept);
    expect(game.place()).toBe('row 7/16 (2 hidden: . shows noise)');
    game.press('.');
    expect(game.rows().join('\n')).toContain('ls /etc');
  });
});

describe('what is hidden', () => {
  it('is counted once when filter and noise toggle both hide it', () => {
    const game = play(fakeCase(STORY));
    game.press('. f');
    game.type('binary:curl');
    game.press('enter');
    expect(game.place()).toBe('row 7/8 (8 hidden: . shows noise)');
  });
});

describe('a case that grows', () => {
  it('keeps selection and open branches by exec id when every row id changes', () => {
    const view = fakeCase(STORY);
    const game = play(view);
    game.press('j');
    const before = game.rows();
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    expect(game.selected()).toContain('id ');
    expect(game.rows()).toEqual(before);
  });

  it('notices a new revision before it reads by an old row id', () => {
    const view = fakeCase(STORY);
    const game = play(view);
    view.become(STORY);
    game.press('j');
    expect(game.selected()).toContain('id ');
  });

  it('goes to the finding that came up while nobody had chosen a row', () => {
    const view = fakeCase({ ...STORY, findings: [] });
    const game = play(view);
    expect(game.selected()).toContain('node kind-worker');
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    expect(game.selected()).toContain('bash -i');
  });

  it('stays where somebody stands when a finding comes up', () => {
    const view = fakeCase({ ...STORY, findings: [] });
    const game = play(view);
    game.press('G');
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    expect(game.selected()).toContain('systemd');
  });

  it('shows the case when the import is done', () => {
    const view = fakeCase(EMPTY);
    const game = play(view);
    view.become(STORY);
    game.send({ kind: 'importProgressed', progress: { phase: 'done', bytesRead: 1, events: 12, problems: 0, elapsedMs: 5 } });
    expect(game.selected()).toContain('bash -i');
  });
});

describe('grouping by ancestry', () => {
  it('keeps the selected process', () => {
    const game = play(fakeCase(STORY));
    game.press('t');
    expect(game.rows()[0]).toContain('host kind-worker');
    expect(game.selected()).toContain('bash -i');
    game.press('t');
    expect(game.selected()).toContain('bash -i');
  });
});
