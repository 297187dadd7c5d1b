import { canonicalAddress } from '../../model/address.js';
import { described, mistyped, plainType, plainValue, writtenText } from './value-type.js';

/** Absolute path of a file: `//`, `.` and `..` are worked out, case counts. */
export const path = plainType('path', 'an absolute path, like /usr/bin/curl', (node) => {
  const text = writtenText(node);
  if (text === undefined || text === '') return mistyped(`expected a path, got ${described(node)}`);
  if (!text.startsWith('/')) return mistyped(`expected the whole path, from / on, got "${text}"`);
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return plainValue(`/${parts.join('/')}`);
});

/** An IPv4 or IPv6 address in any spelling. */
export const ip = plainType('ip', 'an address, like 203.0.113.7', (node) => {
  const text = writtenText(node);
  if (text === undefined || text === '') return mistyped(`expected an address, got ${described(node)}`);
  const address = canonicalAddress(text.replace(/^\[(.*)\]$/, '$1'));
  if (address !== undefined) return plainValue(address);
  if (canonicalAddress(text.replace(/:\d+$/, '')) !== undefined) return mistyped(`expected an address, got "${text}": leave the port out`);
  if (text.includes('/')) return mistyped(`expected one address, got "${text}"`);
  return mistyped(`expected an address, got "${text}"${/[a-z]/i.test(text) ? ': is that its name?' : ''}`);
});

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const LONGEST_NAME = 253;

/** A name of the DNS: case and a dot at the end don't count. */
export const dnsName = plainType('dnsName', 'a DNS name, like www.example.org', (node) => {
  const text = writtenText(node);
  if (text === undefined || text === '') return mistyped(`expected a DNS name, got ${described(node)}`);
  if (/^[a-z]+:\/\//i.test(text)) return mistyped(`expected the name alone, got the URL "${text}"`);
  if (canonicalAddress(text) !== undefined) return mistyped(`expected a DNS name, got the address ${text}`);
  const name = text.toLowerCase().replace(/\.$/, '');
  if (/:\d+$/.test(name)) return mistyped(`expected a DNS name, got "${text}": leave the port out`);
  const isName = name.length <= LONGEST_NAME && name.split('.').every((label) => LABEL.test(label));
  return isName ? plainValue(name) : mistyped(`expected a DNS name, got "${text}"`);
});
