import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/ingest/formats/index.js';
import { FORMAT_NAMES } from '../../src/model/source.js';
import { schemaErrors } from '../export/schemas.js';
import { desk } from './workbench.js';

const at = desk();
afterAll(() => at.clear());

describe('formats', () => {
  it('names every format with what it is and what it contributes', () => {
    const { code, stdout } = at.workbench(['formats']);
    expect(code).toBe(0);
    for (const format of FORMATS) {
      expect(stdout).toContain(format.name);
      expect(stdout).toContain(format.title);
    }
    const document = JSON.parse(at.workbench(['formats', '--format', 'json']).stdout);
    expect(schemaErrors('formats', document)).toEqual([]);
    expect(document.formats).toHaveLength(FORMATS.length);
  });

  it('are no others than --as can name', () => {
    for (const { name } of FORMATS) expect(FORMAT_NAMES).toContain(name);
  });
});

describe('--as', () => {
  it('reads a file as what it is said to be, in a case of its own', () => {
    const file = at.file('records', ['unlike anything', '{"process_exec":{"process":{"exec_id":"x","pid":1}}}']);
    const plain = JSON.parse(at.workbench(['import', file, '--format', 'json']).stdout);
    const other = JSON.parse(at.workbench(['import', file, '--as', 'auditd', '--format', 'json']).stdout);
    expect(plain.sources).toMatchObject([{ format: 'tetragon', malformed: 1 }]);
    expect(other.sources).toMatchObject([{ format: 'auditd', malformed: 2 }]);
    expect(other.case).not.toBe(plain.case);
  });

  it('of a name that there is not says which there are', () => {
    const { code, stderr } = at.workbench(['import', at.file('x', ['x']), '--as', 'tetragn']);
    expect(code).toBe(2);
    for (const name of FORMAT_NAMES) expect(stderr).toContain(name);
  });

  it('of a case whose events were read already is refused', () => {
    const file = at.file('events', ['{"process_exec":{"process":{"exec_id":"x","pid":1}}}']);
    at.workbench(['import', file, '--case', at.path('kept.db')]);
    const ended = at.workbench(['processes', at.path('kept.db'), '--as', 'auditd']);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('its events were read already') });
    expect(at.workbench(['processes', '--case', at.path('kept.db'), '--as', 'auditd']).code).toBe(2);
  });
});
