// @ts-check

/** @import { LabEvent } from './events.mjs' */

/**
 * A TCP connection as both ends saw it: its connect, and every event of either end, that one included.
 * @typedef {{ opened: LabEvent, events: LabEvent[] }} Socket
 */

/**
 * Longest time between a connect and its accept that is believed. A busy server of this recording took 252 ms; an accept that seems to have
 * taken longer, 683 ms and more, answers a connect that the agent missed.
 */
const ACCEPT_WITHIN_MS = 500;

/** Joins each connect of a recording with its close, and with the accept and close of the server. */
export class SocketPairing {
  /** @type {Socket[]} */
  #sockets = [];
  /** @type {Map<string, Socket>} */
  #openByCookie = new Map();
  /** @type {Map<string, Socket>} */
  #newestByServer = new Map();
  /** @type {Map<string, Socket>} */
  #newestByClient = new Map();
  /** @type {ReadonlyMap<string, string>} */
  #containers;

  /** @param {readonly LabEvent[]} events */
  constructor(events) {
    this.#containers = containersByAddress(events);
    for (const event of events) {
      if (event.kind === 'process_connect' && event.body.protocol === 'TCP') this.#open(event);
      if (event.kind === 'process_accept') this.#accept(event);
      if (event.kind === 'process_close') this.#close(event);
    }
  }

  /** @returns {readonly Socket[]} in the order of their connects */
  get sockets() {
    return this.#sockets;
  }

  /** @param {LabEvent} event */
  #open(event) {
    const { process, body } = event;
    const socket = { opened: event, events: [event] };
    const server = isLoopback(body.destination_ip) ? process.docker : this.#containers.get(plainAddress(body.destination_ip));
    this.#sockets.push(socket);
    this.#openByCookie.set(String(body.sock_cookie), socket);
    this.#newestByServer.set(`${server}:${body.destination_port}`, socket);
    this.#newestByClient.set(`${plainAddress(body.source_ip)}:${body.source_port}`, socket);
  }

  /**
   * An accept names the listening socket alone: it takes the newest connection to that port.
   * @param {LabEvent} event
   */
  #accept(event) {
    const socket = this.#newestByServer.get(`${event.process.docker}:${event.body.destination_port}`);
    if (socket === undefined || Date.parse(event.time) - Date.parse(socket.opened.time) > ACCEPT_WITHIN_MS) return;
    socket.events.push(event);
  }

  /** @param {LabEvent} event */
  #close(event) {
    const { body } = event;
    const own = this.#openByCookie.get(String(body.sock_cookie));
    if (own !== undefined && isSameEnd(own.opened, event)) {
      this.#openByCookie.delete(String(body.sock_cookie));
      own.events.push(event);
    } else {
      this.#newestByClient.get(`${plainAddress(body.destination_ip)}:${body.destination_port}`)?.events.push(event);
    }
  }
}

/**
 * The container that each address belongs to, learned from the local ends of its sockets.
 * @param {readonly LabEvent[]} events
 * @returns {ReadonlyMap<string, string>}
 */
function containersByAddress(events) {
  const containers = new Map();
  for (const { kind, process, body } of events) {
    if (process.docker === undefined || (kind !== 'process_connect' && kind !== 'process_close')) continue;
    if (!isLoopback(body.source_ip)) containers.set(plainAddress(body.source_ip), process.docker);
  }
  return containers;
}

/**
 * Kernel ids of sockets are used again once a socket is closed: an end is the same when its container and its remote are too.
 * @param {LabEvent} opened
 * @param {LabEvent} closed
 */
function isSameEnd(opened, closed) {
  return (
    opened.process.docker === closed.process.docker &&
    plainAddress(opened.body.destination_ip) === plainAddress(closed.body.destination_ip) &&
    opened.body.destination_port === closed.body.destination_port
  );
}

/**
 * An IPv4 address, which a socket for both families prints as IPv6.
 * @param {string | undefined} ip
 */
export function plainAddress(ip = '') {
  return ip.replace('::ffff:', '');
}

/** @param {string | undefined} ip */
function isLoopback(ip) {
  const plain = plainAddress(ip);
  return plain === '::1' || plain.startsWith('127.');
}
