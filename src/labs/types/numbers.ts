import type { PlacedNode } from '../placed-yaml.js';
import { described, mistyped, plainType, plainValue, type ValueReading } from './value-type.js';

const WHOLE = /^[-+]?\d{1,18}$/;
/** As YAML 1.2 writes them besides: `0x2153`, `0o644`. */
const OTHER_BASE = /^0(x[0-9a-fA-F]{1,16}|o[0-7]{1,21})$/;
const HIGHEST_PORT = 65_535n;

/** A whole number: a pid, a count, bytes. */
export const int = plainType('int', 'an integer, without quotes', (node) => whole(node, 'an integer'));

/** A port of TCP or UDP. */
export const port = plainType('port', 'a port: an integer from 1 to 65535', (node) => {
  const reading = whole(node, 'a port');
  if (reading.kind === 'mistyped') return reading;
  const number = BigInt(reading.value.head);
  return number >= 1n && number <= HIGHEST_PORT ? reading : mistyped(`expected a port from 1 to 65535, got ${described(node)}`);
});

function whole(node: PlacedNode, what: string): ValueReading {
  if (node.kind !== 'scalar')
    return mistyped(`expected ${what}, got ${described(node)}${node.kind === 'list' ? ': only one is asked for' : ''}`);
  const text = node.text.trim();
  if (node.type === 'int' && (WHOLE.test(text) || OTHER_BASE.test(text))) return plainValue(String(BigInt(text)));
  if (node.type === 'text' && WHOLE.test(text)) return mistyped(`expected ${what}, got ${described(node)}: remove the quotes`);
  if (/^[-+]?\d{1,3}([,_' ]\d{3})+$/.test(text)) return mistyped(`expected ${what}, got ${described(node)}: write the digits alone`);
  if (node.type === 'float') return mistyped(`expected ${what}, got the fraction ${text}`);
  return mistyped(`expected ${what}, got ${described(node)}`);
}
