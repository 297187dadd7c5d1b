import { describe, expect, it } from 'vitest';
import { navigatorLayer } from '../../src/export/navigator.js';
import { checkReport, placed, ruleEntry } from './check-sample.js';

const rule = (attack: readonly string[], id = 'r') => ruleEntry({ id, attack });

describe('navigatorLayer', () => {
  it('is a layer of format 4.5 for enterprise', () => {
    expect(JSON.parse(navigatorLayer(checkReport()))).toMatchObject({
      versions: { attack: '19', layer: '4.5' },
      domain: 'enterprise-attack',
      gradient: { minValue: 1, maxValue: 5 },
      legendItems: [{ label: 'informational' }, { label: 'low' }, { label: 'medium' }, { label: 'high' }, { label: 'critical' }],
      techniques: [{ techniqueID: 'T1059.004', score: 5, enabled: true, showSubtechniques: true }],
    });
  });

  it('scores a technique by its most severe finding, in the order of ids', () => {
    const findings = [
      placed({ level: 'low', rule: rule(['T1095', 'T1059.004'], 'b') }),
      placed({ level: 'medium', rule: rule(['T1059.004'], 'a') }),
    ];
    const { techniques } = JSON.parse(navigatorLayer(checkReport({ findings })));
    expect(techniques).toMatchObject([
      { techniqueID: 'T1059.004', score: 3, metadata: [{ value: 'a' }, { value: 'b' }] },
      { techniqueID: 'T1095', score: 2, metadata: [{ value: 'b' }] },
    ]);
  });

  it('leaves out what is suppressed and what is no technique', () => {
    const findings = [placed({ status: 'suppressed' }), placed({ rule: rule(['execution', 'T12']) })];
    expect(JSON.parse(navigatorLayer(checkReport({ findings }))).techniques).toEqual([]);
  });
});
