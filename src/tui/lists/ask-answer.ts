import type { ProcessRef } from '../../model/process.js';
import { processName } from '../drawing/wording.js';
import type { Effect } from '../effects.js';
import type { Frame } from '../view.js';

/**
 * Answers the question of the lab that is open from what is selected. Without a lab, asks which question a process answers: it is often the
 * name of what was found about it.
 */
export function askAnswer(process: ProcessRef, { facts, lab }: Frame): Effect {
  if (lab !== undefined) return { kind: 'answerLab' };
  const purpose = { kind: 'answer' as const, processId: process.id, about: processName(process) };
  const text = facts.findingsOf.get(process.id)?.[0]?.rule.id ?? 'question-1';
  return { kind: 'openOverlay', overlay: { kind: 'prompt', purpose, text } };
}
