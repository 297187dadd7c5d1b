import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../export/schemas.js';
import { recording } from '../recordings.js';
import { type Desk, desk } from './workbench.js';

const EVENTS = recording('range/jobs-app/tetragon-enterprise.jsonl.gz');
const BENIGN = recording('range/benign/tetragon-enterprise.jsonl.gz');

/** Skipped where no recordings lie beside the project. */
describe.skipIf(EVENTS === undefined || BENIGN === undefined)('a real recording', () => {
  let at: Desk;
  let kept: string;
  beforeAll(() => {
    at = desk();
    kept = at.path('jobs.db');
    expect(at.workbench(['import', EVENTS ?? '', '--case', kept]).code).toBe(0);
  });
  afterAll(() => at.clear());

  it.each([
    ['processes', 'processes'],
    ['connections', 'connections'],
    ['dns', 'dns-messages'],
    ['tree', 'tree'],
    ['detect', 'detection-report'],
    ['story', 'incidents'],
    ['problems', 'problems'],
  ])('%s fits its schema', (command, schema) => {
    const { code, stdout, stderr } = at.workbench([command, kept, '--format', 'json']);
    expect(code, stderr).toBe(command === 'detect' ? 1 : 0);
    expect(schemaErrors(schema, JSON.parse(stdout))).toEqual([]);
  });

  it('has as many processes in the tree as in the list', () => {
    const { processes } = JSON.parse(at.workbench(['processes', kept, '--format', 'json']).stdout);
    const tree = at.workbench(['tree', kept, '--format', 'json']).stdout;
    expect(execIds(JSON.parse(tree).roots).sort()).toEqual(processes.map((process: { execId: string }) => process.execId).sort());
  });

  it('ends in 1 where there was an attack and in 0 where there was none', () => {
    expect(at.workbench(['detect', kept]).code).toBe(1);
    expect(at.workbench(['detect', BENIGN ?? '']).code).toBe(0);
  });
});

interface Nested {
  readonly execId: string;
  readonly children?: readonly Nested[];
}

function execIds(nodes: readonly Nested[]): string[] {
  return nodes.flatMap((node) => [node.execId, ...execIds(node.children ?? [])]);
}
