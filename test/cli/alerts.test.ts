import { afterAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../export/schemas.js';
import { desk } from './workbench.js';

const at = desk();
afterAll(() => at.clear());

function alert(priority: string, rule: string): string {
  const fields = { 'container.id': '0123456789ab', 'container.name': 'web', 'proc.cmdline': 'nc -w 2 127.0.0.1 3333', 'proc.name': 'nc' };
  return JSON.stringify({ rule, priority, output: 'x', time: '2026-01-01T00:00:01Z', output_fields: fields, tags: ['T1496'] });
}

at.file('alerts', [alert('Critical', 'Possible miner'), alert('Notice', 'Odd name')]);

describe('alerts without any other source', () => {
  it('fail a check like findings of rules', () => {
    expect(at.workbench(['detect', 'alerts']).code).toBe(1);
    expect(at.workbench(['detect', 'alerts', '--fail-on', 'none']).code).toBe(0);
    expect(at.workbench(['detect', 'alerts', '--rule', 'falco:possible-miner']).code).toBe(1);
    expect(at.workbench(['detect', 'alerts', '--rule', 'falco:odd-name']).code).toBe(0);
  });

  it('stand in documents that fit their schemas', () => {
    const document = JSON.parse(at.workbench(['detect', 'alerts', '--format', 'json']).stdout);
    expect(schemaErrors('detection-report', document)).toEqual([]);
    expect(document.findings[0]).toMatchObject({
      rule: { kind: 'falco', level: 'critical', attack: ['T1496'] },
      where: { container: { name: 'web' } },
    });
    expect(at.workbench(['detect', 'alerts', '--format', 'junit']).stdout).toMatch(/<testsuite name="falco" tests="2" failures="1"/);
    expect(JSON.parse(at.workbench(['detect', 'alerts', '--format', 'sarif']).stdout).runs[0].results).toHaveLength(2);
  });

  it('are named in text with what they saw, and no pid that nobody told', () => {
    expect(at.workbench(['detect', 'alerts']).stdout).toMatch(
      /^! CRITICAL +Possible miner: nc -w 2 127\.0\.0\.1 3333 .*\n(?:.*\n)*? +process +nc -w 2/m,
    );
    expect(at.workbench(['open', 'alerts']).stdout).toContain('Possible miner');
  });
});
