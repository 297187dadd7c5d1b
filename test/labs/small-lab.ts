import type { Lab } from '../../src/labs/definition.js';
import { type LabKey, readKey } from '../../src/labs/key.js';
import { type PlacedNode, readYaml } from '../../src/labs/placed-yaml.js';
import { ProblemList } from '../../src/labs/problem.js';
import { readLab } from '../../src/labs/read-lab.js';
import { withSeals } from '../../src/labs/write-seals.js';
import { toyKdf } from './toy-kdf.js';

/** A lab with a field of every type. */
export const LAB_TEXT = `apiVersion: workbench/v1
kind: Lab
id: small
version: 3
title: A small lab
chapters:
  - { id: one, title: One, text: one.md }
questions:
  - id: who
    prompt: Who was it?
    points: 10
    fields:
      container: { type: containerId, from: container }
      pid: { type: int, from: pid }
      binary: { type: path, from: binary }
    hints:
      - { text: look, cost: 0 }
      - { text: look there, cost: 4 }
    explain: who.md
  - id: where
    prompt: Where to?
    points: 5
    fields:
      name: { type: dnsName, from: remoteName }
      address: { type: ip }
      port: { type: port }
      time: { type: time, tolerance: 2, day: 2026-11-20 }
  - id: what
    prompt: What was it?
    fields:
      technique: { type: oneOf, choices: [bind shell, web shell] }
      word: { type: text }
      ports: { type: set, of: port }
path: path.md
`;

/** Its answers. */
export const KEY_TEXT = `apiVersion: workbench/v1
kind: LabKey
lab: small@3
questions:
  who:
    container: { value: 62e561798745aabbccddeeff0011223 }
    pid: { anyOf: [27014, 27015] }
    binary: { value: /usr/bin/curl }
  where:
    name: { value: c2.example }
    address: { value: 203.0.113.7 }
    port: { value: 8531 }
    time: { value: 2026-11-20T16:42:23.544Z }
  what:
    technique: { value: web shell }
    word: { value: "hostname; date -u" }
    ports: { value: [22, 80, 9200] }
`;

/** The lab as read, unsealed. */
export function plainLab(text = LAB_TEXT): Lab {
  const { lab, problems } = readLab(text);
  if (lab === undefined) throw new Error(JSON.stringify(problems));
  return lab;
}

/** Its key. */
export function smallKey(lab: Lab = plainLab(), text = KEY_TEXT): LabKey {
  const { key, problems } = readKey(text, lab);
  if (key === undefined) throw new Error(JSON.stringify(problems));
  return key;
}

/** The text of the lab with every answer sealed. */
export function sealedText(text = LAB_TEXT, key = KEY_TEXT): string {
  const lab = plainLab(text);
  return withSeals(text, lab, smallKey(lab, key), { kdf: toyKdf, salt: () => 'ab12', sha256: () => undefined });
}

/** A value as it stands in a file of answers. */
export function node(yaml: string): PlacedNode {
  const problems = new ProblemList();
  const read = readYaml(yaml, problems);
  if (read === undefined || problems.hasErrors) throw new Error(JSON.stringify(problems.all));
  return read;
}
