import type { Stage } from '../../model/finding.js';

/** Stages by ATT&CK technique; of a technique's parts only those that belong elsewhere are named. *Source:* ATT&CK v19, tactics. */
const STAGE_OF: Readonly<Record<string, Stage>> = {
  T1059: 'shell',
  T1505: 'shell',
  T1095: 'shell',
  T1190: 'entry',
  T1133: 'entry',
  T1566: 'entry',
  T1609: 'execution',
  T1610: 'execution',
  T1046: 'discovery',
  T1082: 'discovery',
  T1083: 'discovery',
  T1087: 'discovery',
  T1613: 'discovery',
  T1003: 'credential',
  T1110: 'credential',
  T1528: 'credential',
  T1552: 'credential',
  T1068: 'escalation',
  T1548: 'escalation',
  T1611: 'escalation',
  T1053: 'persistence',
  T1098: 'persistence',
  T1136: 'persistence',
  T1543: 'persistence',
  T1021: 'lateral',
  T1210: 'lateral',
  T1570: 'lateral',
  T1005: 'collection',
  T1074: 'collection',
  T1213: 'collection',
  T1560: 'collection',
  T1071: 'contact',
  T1105: 'contact',
  T1568: 'contact',
  T1572: 'contact',
  T1041: 'exfiltration',
  T1048: 'exfiltration',
  T1537: 'exfiltration',
  T1567: 'exfiltration',
  T1070: 'cleanup',
};

/** The stage that a rule's techniques stand for: that of the first one known here, else `execution`. */
export function stageOfTechniques(attack: readonly string[]): Stage {
  for (const technique of attack) {
    const stage = STAGE_OF[technique.split('.')[0] ?? ''];
    if (stage !== undefined) return stage;
  }
  return 'execution';
}
