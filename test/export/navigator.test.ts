import { describe, expect, it } from 'vitest';
import { navigatorLayer } from '../../src/export/navigator.js';
import { navigatorCoverage } from '../../src/export/navigator-coverage.js';
import { checkReport, placed, ruleEntry } from './check-sample.js';
import { incident } from './samples.js';

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

  it('says which incidents a technique was part of', () => {
    const [technique] = JSON.parse(navigatorLayer(checkReport({ incidents: [incident()] }))).techniques;
    expect(technique.metadata).toContainEqual({ name: `incident ${incident().id}`, value: incident().title });
  });
});

describe('navigatorCoverage', () => {
  it('scores each technique by the share of its rules that ran, and says what the others lacked', () => {
    const catalogue = [
      rule(['T1059.004'], 'ran'),
      ruleEntry({ id: 'blind', attack: ['T1059.004', 'T1095'], outcome: { kind: 'lacking', why: 'no connection events' } }),
      ruleEntry({ id: 'left-out', attack: ['T1046', 'no-technique'], outcome: { kind: 'skipped' } }),
    ];
    const layer = JSON.parse(navigatorCoverage(checkReport({ catalogue })));
    expect(layer).toMatchObject({ versions: { attack: '19', layer: '4.5' }, gradient: { minValue: 0, maxValue: 100 } });
    expect(layer.techniques).toMatchObject([
      { techniqueID: 'T1046', score: 0, comment: '0 of 1 rules ran', metadata: [{ name: 'skipped', value: 'left-out' }] },
      { techniqueID: 'T1059.004', score: 50, comment: '1 of 2 rules ran; blind: no connection events' },
      { techniqueID: 'T1095', score: 0 },
    ]);
  });
});
