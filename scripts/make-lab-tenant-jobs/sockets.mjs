// @ts-check
import { place } from './tasks.mjs';

/** @import { LabEvent } from './events.mjs' */

/**
 * A TCP connection as both ends saw it: the events of the process that opened it, and those of the one that answered.
 * @typedef {{ opened: LabEvent, events: LabEvent[] }} Socket
 */

/**
 * Joins each connect of a recording with its close, and with the accept and close of the server.
 * @param {readonly LabEvent[]} events
 * @returns {readonly Socket[]}
 */
export function pairSockets(events) {
  const addresses = containerAddresses(events);
  /** @type {Socket[]} */
  const sockets = [];
  /** @type {Map<string, Socket>} */
  const openByCookie = new Map();
  /** @type {Map<string, Socket>} */
  const newestByServer = new Map();
  /** @type {Map<string, Socket>} */
  const newestByClient = new Map();
  for (const event of events) {
    const { body, process } = event;
    if (event.kind === 'process_connect' && body.protocol === 'TCP') {
      const socket = { opened: event, events: [event] };
      sockets.push(socket);
      openByCookie.set(String(body.sock_cookie), socket);
      const server = isLoopback(body.destination_ip) ? process.docker : addresses.get(plainAddress(body.destination_ip));
      newestByServer.set(`${server}:${body.destination_port}`, socket);
      newestByClient.set(`${plainAddress(body.source_ip)}:${body.source_port}`, socket);
    } else if (event.kind === 'process_accept') {
      // An accept names the listening socket alone: it takes the newest connection to that port.
      newestByServer.get(`${process.docker}:${body.destination_port}`)?.events.push(event);
    } else if (event.kind === 'process_close') {
      const own = openByCookie.get(String(body.sock_cookie));
      const answered = newestByClient.get(`${plainAddress(body.destination_ip)}:${body.destination_port}`);
      if (own !== undefined && isSameEnd(own, event)) openByCookie.delete(String(body.sock_cookie));
      (own !== undefined && isSameEnd(own, event) ? own : answered)?.events.push(event);
    }
  }
  return sockets;
}

/**
 * The container that each address belongs to, learned from where its processes connect from.
 * @param {readonly LabEvent[]} events
 * @returns {ReadonlyMap<string, string>}
 */
function containerAddresses(events) {
  const addresses = new Map();
  for (const { kind, process, body } of events) {
    if (process.docker === undefined || (kind !== 'process_connect' && kind !== 'process_close')) continue;
    if (!isLoopback(body.source_ip)) addresses.set(plainAddress(body.source_ip), process.docker);
  }
  return addresses;
}

/**
 * Kernel ids of sockets are used again once a socket is closed: an end is the same when its container and its remote are too.
 * @param {Socket} socket
 * @param {LabEvent} close
 */
function isSameEnd({ opened }, close) {
  return (
    opened.process.docker === close.process.docker &&
    plainAddress(opened.body.destination_ip) === plainAddress(close.body.destination_ip) &&
    opened.body.destination_port === close.body.destination_port
  );
}

/**
 * An IPv4 address that a socket for both families prints as IPv6.
 * @param {string | undefined} ip
 */
function plainAddress(ip = '') {
  return ip.replace('::ffff:', '');
}

/** @param {string | undefined} ip */
function isLoopback(ip) {
  const plain = plainAddress(ip);
  return plain === '::1' || plain.startsWith('127.');
}

/**
 * The newest answer before each connection that gave its address, with what the same look-up brought besides (the other address family).
 * @param {readonly LabEvent[]} events
 * @param {ReadonlySet<LabEvent>} connects
 * @returns {readonly LabEvent[]}
 */
export function answersFor(events, connects) {
  /** @type {Map<string, LabEvent>} */
  const newest = new Map();
  /** @type {Map<string, LabEvent[]>} */
  const byLookUp = new Map();
  /** @type {LabEvent[]} */
  const answers = [];
  for (const event of events) {
    const owner = place(event.process);
    if (event.body.dns !== undefined) {
      const lookUp = `${owner} ${event.body.dns.names.join(' ')} ${event.time.slice(0, -'00000000Z'.length)}`;
      byLookUp.set(lookUp, [...(byLookUp.get(lookUp) ?? []), event]);
      for (const ip of event.body.dns.ips ?? []) newest.set(`${owner} ${ip}`, event);
    }
    const answer = connects.has(event) ? newest.get(`${owner} ${plainAddress(event.body.destination_ip)}`) : undefined;
    if (answer?.body.dns !== undefined) {
      answers.push(...(byLookUp.get(`${owner} ${answer.body.dns.names.join(' ')} ${answer.time.slice(0, -'00000000Z'.length)}`) ?? []));
    }
  }
  return answers;
}
