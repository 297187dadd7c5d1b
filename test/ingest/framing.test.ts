import { describe, expect, it } from 'vitest';
import { framingOf, unwrappedLines } from '../../src/ingest/framing.js';

const cri = (text: string, tag = 'F') => `2026-01-01T00:00:00.123456789Z stdout ${tag} ${text}`;
const docker = (text: string) => JSON.stringify({ log: text, stream: 'stdout', time: '2026-01-01T00:00:00Z' });

describe('framingOf', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['lines of a Kubernetes log', [cri('one'), cri('two')], 'cri'],
    ['one such line', [cri('one')], 'cri'],
    ['such lines after the rest of a cut one', ['st of it', cri('one'), cri('two')], 'cri'],
    ["lines of docker's log", [docker('one\n'), docker('two\n')], 'docker'],
    ['one line of something else', ['{"process_exec":{}}'], undefined],
    ['one line of text', ['hello'], undefined],
    ['an object that merely has a log', ['{"log":"x"}', '{"log":"y"}'], undefined],
    ['blank lines', ['', ' '], undefined],
  ])('tells of %s', (_what, lines, expected) => {
    expect(framingOf(lines)).toBe(expected);
  });
});

describe('unwrappedLines', () => {
  it.each<[string, 'cri' | 'docker', readonly string[], readonly string[]]>([
    ['a line each', 'cri', [cri('one'), cri('two')], ['one', 'two']],
    ['a line that the runtime split', 'cri', [cri('on', 'P'), cri('e', 'P'), cri('!'), cri('two')], ['one!', 'two']],
    ['a line that docker split at 16 KiB', 'docker', [docker('on'), docker('e\n'), docker('two\n')], ['one', 'two']],
    ['a split line whose end is not there', 'cri', [cri('one'), cri('tw', 'P')], ['one', 'tw']],
    ['a line that has no framing among those that have', 'cri', [cri('one'), 'bare', cri('two')], ['one', 'bare', 'two']],
    ['an empty line', 'cri', [cri('')], ['']],
  ])('gives %s', (_what, framing, lines, expected) => {
    expect(unwrappedLines(lines, framing)).toEqual(expected);
  });
});
