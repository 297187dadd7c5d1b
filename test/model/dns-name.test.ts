import { describe, expect, it } from 'vitest';
import { isRare, looksRandom, type NameSummary } from '../../src/model/dns-name.js';

describe('a name that looks drawn by lot', () => {
  it.each(['x7f3kq9zb2w8vtj4.example', 'a.qwrtzpsdfghklmnb.net', '4f9d1c7be02a8836.cdn.example.com'])('is %s', (name) => {
    expect(looksRandom(name)).toBe(true);
  });

  it.each([
    'elasticsearch.dns.podman',
    'kubernetes.default.svc.cluster.local',
    'fugi.veda-lumora.example',
    'aaaaaaaaaaaaaaaaaa.example',
    'localhost',
    '',
  ])('is not %s', (name) => {
    expect(looksRandom(name)).toBe(false);
  });
});

describe('a rare name', () => {
  const once: NameSummary = {
    name: 'a.example',
    requests: 1,
    responses: 1,
    failures: {},
    types: [],
    ips: [],
    askers: [1],
    askerCount: 1,
    connectionCount: 1,
  };

  it.each([
    { what: 'asked for once', summary: once, rare: true },
    { what: 'asked for by two', summary: { ...once, askerCount: 2 }, rare: false },
    { what: 'asked for over and over', summary: { ...once, requests: 40 }, rare: false },
  ])('is one $what: $rare', ({ summary, rare }) => {
    expect(isRare(summary)).toBe(rare);
  });
});
