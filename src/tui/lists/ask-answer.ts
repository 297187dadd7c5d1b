import type { ProcessRef } from '../../model/process.js';
import { shortBinary } from '../drawing/wording.js';
import type { Effect } from '../effects.js';
import type { Frame } from '../view.js';

/**
 * Answers the question of the lab that is open from what is selected. Without a lab, asks which question a process answers: it is often the
 * name of what was found about it.
 */
export function askAnswer({ id, binary, pid }: ProcessRef, { facts, lab }: Frame): Effect {
  if (lab !== undefined) return { kind: 'answerLab' };
  const purpose = { kind: 'answer' as const, processId: id, about: `${shortBinary(binary)} (pid ${pid})` };
  const text = facts.findingsOf.get(id)?.[0]?.rule.id ?? 'question-1';
  return { kind: 'openOverlay', overlay: { kind: 'prompt', purpose, text } };
}
