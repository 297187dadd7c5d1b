import { describe, expect, it } from 'vitest';
import { nodeNames } from '../../src/ingest/node-names.js';

const named = (files: readonly string[], known: readonly string[] = []) => [
  ...nodeNames(
    files.map((file) => ({ path: file, file })),
    known,
  ).values(),
];

describe('nodeNames', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['a file alone', ['/e/audit.log'], [], ['audit']],
    ['files of one folder', ['/e/audit.log', '/e/sysdig.jsonl.gz'], [], ['audit', 'sysdig']],
    [
      'rotated siblings',
      ['/e/audit.log', '/e/audit.log.1', '/e/audit.log.2.gz', '/e/audit-2026-01-02T03-04-05.678.log.gz'],
      [],
      ['audit', 'audit', 'audit', 'audit'],
    ],
    ['logs of several machines', ['/e/web/audit.log', '/e/db/audit.log', '/e/db/audit.log.1'], [], ['web/audit', 'db/audit', 'db/audit']],
    ['folders of one name', ['/a/x/audit.log', '/b/x/audit.log'], [], ['a/x/audit', 'b/x/audit']],
    ['a folder in another', ['/e/audit.log', '/e/old/audit.log'], [], ['e/audit', 'old/audit']],
    ['a file beside one of another folder that the case holds', ['/e/web/audit.log'], ['/e/db/audit.log'], ['web/audit']],
    ['the same file again', ['/e/web/audit.log'], ['/e/web/audit.log'], ['audit']],
    ['a name that is only endings', ['/e/.log.gz'], [], ['.log.gz']],
  ])('names %s', (_what, files, known, expected) => {
    expect(named(files, known)).toEqual(expected);
  });

  it('calls standard input by its name, not by that of the file it is kept in', () => {
    expect([...nodeNames([{ path: '-', file: '/data/stdin-0123.jsonl' }], []).values()]).toEqual(['stdin']);
  });
});
