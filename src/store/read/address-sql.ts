import ipaddr from 'ipaddr.js';
import type { CaseDatabase } from '../database.js';
import { all, type SqlCondition } from './sql-condition.js';

/**
 * True where the column's address lies in the block. SQLite compares texts of addresses a hundred times as fast as it calls our function,
 * so that is called for what the text alone can't tell.
 */
export function blockCondition(column: string, block: string): SqlCondition {
  const [first, bits] = parseBlock(block);
  const within: SqlCondition = { sql: `in_block(${column}, ?)`, parameters: [block] };
  if (first.kind() === 'ipv6') return all([{ sql: `instr(${column}, ':') > 0`, parameters: [] }, within]);
  if (bits === 32) return { sql: `${column} = ?`, parameters: [first.toString()] };
  const octets = first.toByteArray().slice(0, Math.floor(bits / 8));
  if (octets.length === 0) return all([{ sql: `instr(${column}, ':') = 0`, parameters: [] }, within]);
  const begun: SqlCondition = { sql: `${column} glob ?`, parameters: [`${octets.join('.')}.*`] };
  return bits % 8 === 0 ? begun : all([begun, within]);
}

/** Whether an address lies in the block, as `blockCondition` has SQLite say it. */
export function blockTest(block: string): (ip: string) => boolean {
  const parsed = parseBlock(block);
  const [first, bits] = parsed;
  if (first.kind() === 'ipv6') return (ip) => ip.includes(':') && isWithin(ip, parsed);
  if (bits === 32) return (ip) => ip === first.toString();
  const begin = first
    .toByteArray()
    .slice(0, Math.floor(bits / 8))
    .map((octet) => `${octet}.`)
    .join('');
  if (begin === '') return (ip) => !ip.includes(':') && isWithin(ip, parsed);
  return bits % 8 === 0 ? (ip) => ip.startsWith(begin) : (ip) => ip.startsWith(begin) && isWithin(ip, parsed);
}

/** Adds the function that conditions on addresses call to a connection. */
export function addAddressFunctions(database: CaseDatabase): void {
  const blocks = new Map<string, Block>();
  database.function('in_block', { deterministic: true }, (ip: unknown, block: unknown) => {
    if (typeof ip !== 'string' || typeof block !== 'string') return 0;
    const parsed = blocks.get(block) ?? parseBlock(block);
    blocks.set(block, parsed);
    return Number(isWithin(ip, parsed));
  });
}

type Block = ReturnType<typeof ipaddr.parseCIDR>;

function isWithin(ip: string, block: Block): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return address.kind() === block[0].kind() && address.match(block);
}

/** Addresses of the case are plain IPv4 where they can be, so blocks are too. */
function parseBlock(block: string): Block {
  const [address = '', bits] = block.split('/');
  const first = ipaddr.parse(address);
  const isMapped = first instanceof ipaddr.IPv6 && first.isIPv4MappedAddress() && Number(bits ?? 128) >= 96;
  const plain = isMapped ? first.toIPv4Address() : first;
  const whole = plain.kind() === 'ipv4' ? 32 : 128;
  return [plain, bits === undefined ? whole : Number(bits) - (isMapped ? 96 : 0)];
}
