import { ruleMatches, type SigmaEvent, type SigmaRuleSet } from '../sigma/index.js';
import type { FieldValues, Spoken } from './rule-test.js';

/** Rules of a set that match one of the events. The log source is not asked: the fields are taken for what it gives. */
export function spokenAbout(events: readonly FieldValues[], set: SigmaRuleSet): readonly Spoken[] {
  return set.rules
    .filter((rule) => events.some((fields) => ruleMatches(rule, eventOf(fields))))
    .map(({ key, name, title, level = 'medium' }) => ({ words: [key, ...(name === undefined ? [] : [name]), title], level, title }));
}

/** Words are looked for in every field. */
function eventOf(fields: FieldValues): SigmaEvent {
  return {
    sources: [],
    values: (field) => fields.get(field),
    keywords: () => [...fields.values()].flat(),
    atUs: undefined,
    subject: { processId: -1, image: { execId: '', knownFrom: 'exec' }, summary: '' },
  };
}
