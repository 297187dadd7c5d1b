import type { RuleRef } from '../../model/finding.js';
import type { Behaviour } from './baseline.js';

/** A kind of novelty as a rule. */
export interface NoveltyRule extends RuleRef {
  readonly description: string;
  readonly falsePositives: readonly string[];
  /** What the workload did: `ran programs`. */
  readonly did: string;
}

const FALSE_POSITIVES = ['A change that was meant: learn the baseline anew and review what it says.'];

function noveltyRule(fields: Pick<NoveltyRule, 'id' | 'title' | 'description' | 'did' | 'attack'>): NoveltyRule {
  return { ...fields, level: 'medium', kind: 'baseline', falsePositives: FALSE_POSITIVES };
}

/** What a workload may do that its baseline does not know. */
export const NOVELTY_RULES: Readonly<Record<Behaviour | 'workload', NoveltyRule>> = {
  workload: noveltyRule({
    id: 'new-workload',
    title: 'Workload that the baseline does not know',
    description: 'Processes ran in a workload of which the good run showed nothing. What it did is not compared with anything.',
    did: 'ran programs',
    attack: ['T1610'],
  }),
  binaries: noveltyRule({
    id: 'new-binary',
    title: 'Program that the workload never ran before',
    description: 'A workload executed a file that it did not execute in the good run.',
    did: 'ran programs',
    attack: [],
  }),
  parents: noveltyRule({
    id: 'new-parent',
    title: 'Program started by one that never started it before',
    description: 'Both programs are usual in the workload, or one of them is new as well; that one started the other is news.',
    did: 'started programs in ways',
    attack: [],
  }),
  listeners: noveltyRule({
    id: 'new-listener',
    title: 'Port that the workload never answered on before',
    description: 'A process of the workload listens on a port, or answered on one, that was closed in the good run.',
    did: 'listened on ports',
    attack: [],
  }),
  destinations: noveltyRule({
    id: 'new-destination',
    title: 'Destination that the workload never called before',
    description:
      'A process of the workload connected to a name and port, or where no name is known to a scope and port, that the good run did not show.',
    did: 'called destinations',
    attack: [],
  }),
};
