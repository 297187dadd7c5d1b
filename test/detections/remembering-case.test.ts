import { describe, expect, it } from 'vitest';
import { rememberingCase } from '../../src/detections/remembering-case.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';

describe('a remembering case', () => {
  it('asks about a process once and gives the same answers', () => {
    const view = caseOfScenario(scenario('two processes', '\n  container web\n  0   node server.js\n  1     id'));
    let asked = 0;
    const counting = {
      ...view,
      process: (id: number) => {
        asked += 1;
        return view.process(id);
      },
    };
    const remembering = rememberingCase(counting);
    expect([remembering.process(1), remembering.process(1)]).toEqual([view.process(1), view.process(1)]);
    expect(asked).toBe(1);
    expect(remembering.children(0)).toEqual(view.children(0));
    expect([...remembering.processesNamed(['id'])]).toEqual([view.process(1)]);
  });
});
