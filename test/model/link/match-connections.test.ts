import { describe, expect, it } from 'vitest';
import { matchConnections, type SeenConnection } from '../../../src/model/link/match-connections.js';

const SECOND = 1_000_000;

type Sketch = Partial<Omit<SeenConnection, 'us' | 'local' | 'remote'>> & {
  readonly id: number;
  readonly at?: number;
  readonly from?: string;
  readonly to?: string;
};

function end(text: string | undefined) {
  const [ip = '', port = '0'] = (text ?? '').split(':');
  return text === undefined ? undefined : { ip, port: Number(port) };
}

function seen({ id, at = 10, from, to, ...rest }: Sketch): SeenConnection {
  const local = end(from);
  const remote = end(to);
  return {
    id,
    origin: '',
    protocol: 'tcp',
    direction: 'outbound',
    us: at * SECOND,
    ...rest,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
  };
}

const matched = (...lists: readonly (readonly Sketch[])[]) =>
  matchConnections(lists.map((list) => list.map(seen))).map(({ kept, other }) => `${kept}=${other}`);

const whole = { from: '10.0.0.1:40000', to: '10.0.0.2:80' };
const inbound = { direction: 'inbound', from: '10.0.0.2:80' } as const;

describe('matchConnections', () => {
  it.each<[string, readonly (readonly Sketch[])[], readonly string[]]>([
    ['both ends told by both', [[{ id: 1, ...whole }], [{ id: 2, ...whole }]], ['1=2']],
    ['both ends told, seen open at other times', [[{ id: 1, ...whole }], [{ id: 2, at: 300, ...whole }]], ['1=2']],
    ['one that does not tell its own port', [[{ id: 1, ...whole }], [{ id: 2, to: '10.0.0.2:80', at: 10.1 }]], ['1=2']],
    ['one that does not tell its own port, long after', [[{ id: 1, ...whole }], [{ id: 2, to: '10.0.0.2:80', at: 20 }]], []],
    ['another own port', [[{ id: 1, ...whole }], [{ id: 2, from: '10.0.0.1:40001', to: '10.0.0.2:80' }]], []],
    ['another address', [[{ id: 1, ...whole }], [{ id: 2, from: '10.0.0.1:40000', to: '10.0.0.3:80' }]], []],
    ['another direction', [[{ id: 1, ...whole }], [{ id: 2, ...inbound }]], []],
    ['an accept without its client', [[{ id: 1, ...inbound }], [{ id: 2, ...inbound, to: '10.0.0.9:5000', at: 10.2 }]], ['1=2']],
    [
      'the nearer of two',
      [
        [
          { id: 1, ...whole, from: '10.0.0.1:0' },
          { id: 2, ...whole, from: '10.0.0.1:0', at: 11 },
        ],
        [{ id: 3, ...whole, at: 11.1 }],
      ],
      ['2=3'],
    ],
    [
      'each at most once',
      [
        [{ id: 1, ...whole, from: '10.0.0.1:0' }],
        [
          { id: 2, ...whole },
          { id: 3, ...whole, at: 10.5 },
        ],
      ],
      ['1=2'],
    ],
    [
      'listeners of one port',
      [[{ id: 1, direction: 'listen', from: '0.0.0.0:80', at: 1 }], [{ id: 2, direction: 'listen', from: '0.0.0.0:80', at: 99 }]],
      ['1=2'],
    ],
    ['three kinds of sources', [[{ id: 1, ...whole }], [{ id: 2, ...whole }], [{ id: 3, to: '10.0.0.2:80' }]], ['1=2', '1=3']],
    ['what the first did not see', [[], [{ id: 2, ...whole }], [{ id: 3, ...whole }]], ['2=3']],
  ])('judges %s', (_what, lists, expected) => {
    expect(matched(...lists)).toEqual(expected);
  });
});
