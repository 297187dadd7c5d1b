import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import { type Field, type KdfCost, type Lab, labName, type Question } from './definition.js';
import type { KeyedField, LabKey } from './key.js';
import { type Kdf, openedSeal, sealOf } from './seal.js';

/** What sealing needs of the world. */
export interface SealMeans {
  readonly kdf: Kdf;
  /** Random digits in hex, for a salt. */
  readonly salt: () => string;
  /** SHA-256 of a data file, in hex; absent when it isn't there. */
  readonly sha256: (file: string) => string | undefined;
}

/** A guess that takes some twenty milliseconds: a whole file is graded in half a second, and trying every pid takes a day. */
export const USUAL_COST: KdfCost = { N: 8192, r: 8, p: 1 };

/**
 * The text of `lab.yaml` with its data pinned and every answer of the key sealed. All else in it stays, comments included; so do seals
 * that the key's answer opens, so that sealing twice changes nothing.
 */
export function withSeals(text: string, lab: Lab, key: LabKey, means: SealMeans): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core' });
  lab.data.forEach(({ file, sha256 }, place) => {
    const now = means.sha256(file);
    if (now !== undefined && now !== sha256) document.setIn(['data', place, 'sha256'], now);
  });
  lab.questions.forEach((question, place) => {
    for (const field of question.fields) {
      const keyed = key.questions.get(question.id)?.get(field.name);
      if (keyed === undefined || isSealed(lab, question, field, keyed, means.kdf)) continue;
      const map = document.getIn(['questions', place, 'fields', field.name]);
      if (isMap(map)) writeSeal(map, document.createNode(sealed(lab, question, field, keyed, means)));
    }
  });
  return document.toString({ lineWidth: 0 });
}

function writeSeal(field: YAMLMap, seal: unknown): void {
  if (isMap(seal)) seal.flow = true;
  // Beneath the field's other keys rather than behind them: a seal is long.
  field.flow = false;
  const type = field.get('type', true);
  if (isScalar(type)) type.spaceBefore = false;
  field.set('answer', seal);
}

function isSealed(lab: Lab, question: Question, field: Field, keyed: KeyedField, kdf: Kdf): boolean {
  const { answer } = field;
  if (answer === undefined) return false;
  const subject = { lab: labName(lab), question: question.id, field: field.name };
  const opened = keyed.values.map((value) => openedSeal(value, field.type.value, { subject, answer, kdf }));
  return opened.every((one) => one !== undefined) && new Set(opened).size === answer.seals.length;
}

function sealed(lab: Lab, question: Question, field: Field, keyed: KeyedField, { kdf, salt }: SealMeans) {
  const cost = field.answer?.cost ?? USUAL_COST;
  const digits = salt();
  const subject = { lab: labName(lab), question: question.id, field: field.name };
  // Sorted, so that the order of the seals says nothing about the order of the items.
  const seals = keyed.values.map((value) => sealOf(value, subject, { cost, salt: digits }, kdf)).sort();
  const [only] = seals;
  return { kdf: 'scrypt', ...cost, salt: digits, hash: seals.length === 1 ? only : seals };
}
