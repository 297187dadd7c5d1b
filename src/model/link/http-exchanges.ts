import { canonicalAddress } from '../address.js';
import type { HttpExchange } from '../connection.js';
import type { HttpFact } from '../flow.js';

/** Different requests kept of one connection: beyond, they are only counted. */
const MOST_KEPT = 50;

interface Asked {
  readonly fact: HttpFact;
  status?: number;
}

/** What was asked over one connection and what came back, equal ones folded, in the order first asked. Facts are given in order of time. */
export function httpExchanges(facts: readonly HttpFact[]): readonly HttpExchange[] {
  const counts = new Map<string, { readonly exchange: Omit<HttpExchange, 'count'>; count: number }>();
  let beyond = 0;
  for (const { fact, status } of asked(facts)) {
    const exchange = {
      ...(fact.method === undefined ? {} : { method: fact.method }),
      ...(fact.url === undefined ? {} : { url: fact.url }),
      ...(status === undefined ? {} : { status }),
    };
    const key = JSON.stringify(exchange);
    const known = counts.get(key);
    if (known !== undefined) known.count += 1;
    else if (counts.size < MOST_KEPT) counts.set(key, { exchange, count: 1 });
    else beyond += 1;
  }
  const kept = [...counts.values()].map(({ exchange, count }) => ({ ...exchange, count }));
  return beyond === 0 ? kept : [...kept, { count: beyond }];
}

/** An answer belongs to the oldest equal request that has none; an answer to nothing that was seen stands for itself. */
function asked(facts: readonly HttpFact[]): readonly Asked[] {
  const all: Asked[] = [];
  const waiting = new Map<string, Asked[]>();
  for (const fact of facts) {
    const key = `${fact.method} ${fact.url}`;
    const open = fact.isResponse ? waiting.get(key)?.shift() : undefined;
    const exchange = open ?? { fact };
    if (fact.status !== undefined && fact.isResponse) exchange.status = fact.status;
    if (open !== undefined) continue;
    all.push(exchange);
    if (fact.isResponse) continue;
    const equal = waiting.get(key) ?? [];
    equal.push(exchange);
    waiting.set(key, equal);
  }
  return all;
}

/** The host that a URL names; `undefined` for an address, which is no name, and for a URL without a host. */
export function hostOf(url: string): string | undefined {
  const authority = /^https?:\/\/([^/?#@]+)(?=[/?#]|$)/i.exec(url)?.[1];
  const host = authority?.replace(/:\d*$/, '').toLowerCase();
  return host === undefined || host.startsWith('[') || canonicalAddress(host) !== undefined ? undefined : host;
}
