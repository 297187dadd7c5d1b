import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addDetectOptions, type DetectOptions } from '../../src/cli/options/detect-options.js';
import { parseDuration } from '../../src/cli/options/duration.js';
import { addFilterOptions, type FilterOptions, filterOf } from '../../src/cli/options/filter-options.js';
import { sortOperands } from '../../src/cli/options/operands.js';
import { UserError } from '../../src/model/error.js';
import { formatFilter } from '../../src/model/filter-grammar.js';

describe('parseDuration', () => {
  it.each([
    ['300', 300],
    ['0', 0],
    ['1.5', 1.5],
    ['5m', 300],
    ['1h30m', 5400],
    ['2d', 172_800],
    ['1m30s', 90],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 'm', '5 m', '-5m', '5x', '5m!', '1e3', 'Infinity'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('sortOperands', () => {
  it('takes a word for a filter term only when it reads as one and names no file', () => {
    const files = new Set(['events.jsonl', 'late']);
    const sorted = sortOperands(['events.jsonl', 'pod:crawler', 'late', '!probe', '-', 'bianry:x', 'C:x', 'gone.jsonl'], (path) =>
      files.has(path),
    );
    expect(sorted).toEqual({
      inputs: ['events.jsonl', 'late', '-', 'bianry:x', 'C:x', 'gone.jsonl'],
      filterWords: ['pod:crawler', '!probe'],
    });
  });
});

function filterText(...words: string[]): string {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addFilterOptions(command);
  command.parse(words, { from: 'user' });
  return formatFilter(filterOf(command.opts<FilterOptions>(), command.args));
}

describe('the filter options', () => {
  it.each([
    [['--pod', 'crawler', '--port', '9200', '--late'], 'pod:crawler port:9200 late'],
    [['--pod', 'a', '--pod', 'b,c'], 'pod:a,b,c'],
    [['--pid', '1', '--pid', '2-3', '--exec-id', 'abc='], 'pid:1,2-3 exec:abc='],
    [['--address', '10.0.0.0/24', '--dns-name', '*.example.com'], 'addr:10.0.0.0/24 dns:*.example.com'],
    [['--binary', 'my program'], 'binary:"my program"'],
    [['--since', '2023-07-26', '--since', '2023-07-27'], 'since:2023-07-26T00:00:00Z since:2023-07-27T00:00:00Z'],
    [['--filter', 'uid:0 late', '--filter', '!probe'], 'uid:0 late !probe'],
    [['--node', 'n', '--namespace', 'ns', '--workload', 'w', '--container', 'c'], 'namespace:ns workload:w container:c node:n'],
  ])('%j say what the grammar would say', (words, text) => {
    expect(filterText(...words)).toBe(text);
  });

  it('point at the mistake in an expression', () => {
    const hint = ['late pdo:x', '     ^', 'did you mean pod? to search for the text, quote it: "pdo:x"'].join('\n');
    expect(() => filterText('--filter', 'late pdo:x')).toThrow(new UserError('filter: there is no key "pdo" (column 6)', hint));
  });
});

function detectOptions(...words: string[]): DetectOptions {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addDetectOptions(command);
  command.parse(words, { from: 'user' });
  return command.opts<DetectOptions>();
}

describe('the options of detect', () => {
  it('prints text unless told otherwise', () => {
    expect(detectOptions().format).toEqual([{ format: 'text' }]);
    expect(detectOptions('--format', 'yaml').format).toEqual([{ format: 'yaml' }]);
  });

  it('takes several forms with their files', () => {
    expect(detectOptions('--format', 'table', '--format', 'yaml=f=1.yaml').format).toEqual([
      { format: 'text' },
      { format: 'yaml', file: 'f=1.yaml' },
    ]);
  });

  it.each(['yml', 'yaml=', ''])('refuses the form %j', (text) => {
    expect(() => detectOptions('--format', text)).toThrow();
  });
});
