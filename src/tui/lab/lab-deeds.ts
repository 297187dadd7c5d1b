import type { LabDesk, LabReply } from '../../model/lab.js';
import type { HostEffect } from '../effects.js';
import type { Message } from '../messages.js';

/** What a learner does, as an effect. */
export type LabEffect = Extract<HostEffect, { readonly kind: `lab${string}` }>;

/** Does it at the desk; the sheet as it is then, and what the desk says. Nothing where no lab is open. */
export function labDeed(desk: LabDesk | undefined, effect: LabEffect): readonly Message[] {
  if (desk === undefined) return [];
  const { tone, message } = replyTo(desk, effect);
  return [
    { kind: 'labMoved', sheet: desk.sheet() },
    { kind: 'actionFinished', notice: { tone, text: message } },
  ];
}

function replyTo(desk: LabDesk, effect: LabEffect): LabReply {
  switch (effect.kind) {
    case 'labAnswerFrom':
      return desk.answerFrom(effect.questionId, effect.subject);
    case 'labAnswer':
      return desk.answer(effect.questionId, effect.field, effect.text);
    case 'labHint':
      return desk.takeHint(effect.questionId);
    case 'labBadge':
      return desk.saveBadge();
  }
}
