/**
 * Techniques that ATT&CK v19 moved, old id first. Impair Defenses became techniques of their own when the tactic Defense Evasion was split
 * into Stealth and Defense Impairment. The exact successor where a sub-technique has one, else the technique that took its subject.
 * Ids without a known successor are kept. *Source:* SigmaHQ's tags since its move to ATT&CK v19, and the names of the techniques.
 */
const MOVED: Readonly<Record<string, string>> = {
  'T1070.001': 'T1685.005',
  'T1070.002': 'T1685.006',
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.002': 'T1685.001',
  'T1562.003': 'T1690',
  'T1562.004': 'T1686',
  'T1562.007': 'T1686',
  'T1562.008': 'T1685.002',
  'T1562.012': 'T1685.004',
};

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** ATT&CK v19 technique ids of a rule's tags, each once, in the order of the rule; old ids are mapped to their successors. */
export function techniquesOf(tags: readonly string[]): readonly string[] {
  const ids = tags.flatMap((tag) => {
    const id = TECHNIQUE.exec(tag)?.[1]?.toUpperCase();
    return id === undefined ? [] : [currentTechnique(id)];
  });
  return [...new Set(ids)];
}

/** The v19 id of a technique that may carry an older one. */
export function currentTechnique(id: string): string {
  return MOVED[id] ?? id;
}
