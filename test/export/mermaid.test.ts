import { describe, expect, it } from 'vitest';
import { mermaidChart } from '../../src/export/mermaid.js';
import { fullProcess, incident } from './samples.js';

describe('a chart of incidents', () => {
  it('has a box for each place and an arrow from step to step, thick where the intruder moved on', () => {
    const step = { timeUs: Date.UTC(2023, 6, 26, 7, 20) * 1000, process: fullProcess(), count: 1, evidence: [] };
    const steps = [
      { ...step, stage: 'shell', place: 'web', summary: 'bash -i' },
      { ...step, stage: 'lateral', place: 'db', summary: 'ssh db' },
      { ...step, stage: 'cleanup', place: 'web', summary: 'rm x', count: 3 },
    ] as const;
    expect(mermaidChart([incident({ steps })])).toBe(`flowchart TD
  subgraph i0["CRITICAL Intrusion in crawler [i1]"]
    subgraph i0p0["web"]
      i0s0["07:20:00 shell<br/>bash -i"]
      i0s2["07:20:00 cleanup x3<br/>rm x"]
    end
    subgraph i0p1["db"]
      i0s1["07:20:00 lateral<br/>ssh db"]
    end
    i0s0 ==> i0s1
    i0s1 --> i0s2
  end
`);
  });

  it('lets no captured text out of its label', () => {
    const summary = 'x"]; click a href "javascript:1" <img> `#quot;`\n%%{init}%%';
    const steps = [{ stage: 'shell', process: fullProcess(), place: 'web', summary, count: 1, evidence: [] }] as const;
    const chart = mermaidChart([incident({ steps })]);
    expect(chart.split('\n').filter((line) => line.includes('javascript'))).toHaveLength(1);
    expect(chart).toContain('x#34;]; click a href #34;javascript:1#34; #60;img#62; #96;#35;quot;#96;#92;n%%{init}%%"]');
  });

  it('says so when there is none', () => {
    expect(mermaidChart([])).toBe('flowchart TD\n  none["no incident"]\n');
  });
});
