import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { marked } from '../matching/marked.js';
import { matchingMessages } from '../matching/matching-messages.js';
import { type MessageColumns, readMessageColumns } from '../matching/message-columns.js';
import type { ProcessFacts } from '../matching/process-terms.js';
import { type AddedUp, type ToldConnection, type ToldMessage, toldConnections, toldMessages } from '../read/told-names.js';
import { ConnectionLists, type ListedConnections } from './connection-lists.js';
import { ConversationLists } from './conversation-lists.js';

/** Lists of one revision of a case from columns in memory, for somebody who asks again at every letter. */
export class CaseLists {
  readonly #database: CaseDatabase;
  readonly #of: ListedConnections;
  readonly #facts: ProcessFacts;
  #connections: ConnectionLists | undefined;
  #conversations: ConversationLists | undefined;
  #messages: { readonly columns: MessageColumns; readonly told: AddedUp<ToldMessage> } | undefined;
  #named: AddedUp<ToldConnection> | undefined;
  #isReady = false;

  constructor(database: CaseDatabase, facts: ProcessFacts, of: ListedConnections) {
    this.#database = database;
    this.#facts = facts;
    this.#of = of;
  }

  /** True once all is prepared. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Groups of connections, and their rows in order. */
  connections(): ConnectionLists {
    this.#connections ??= new ConnectionLists(this.#database, this.#of);
    return this.#connections;
  }

  /** Connections with the same ends, port and direction, added up. */
  conversations(): ConversationLists {
    this.#conversations ??= new ConversationLists(this.#database, this.#of);
    return this.#conversations;
  }

  /** DNS messages that match, added up as `allMessages` has them. */
  messages(filter: Filter): readonly ToldMessage[] {
    const { told } = this.#readMessages();
    return filter.terms.length === 0 ? told.all() : told.of(this.#keptMessages(filter));
  }

  /** Connections with a name that match, added up as `allNamedConnections` has them. */
  namedConnections(filter: Filter): readonly ToldConnection[] {
    const told = this.#readNamed();
    return filter.terms.length === 0 ? told.all() : told.of(this.#of.keeps(filter));
  }

  /** Events of the DNS messages that match, ascending. */
  matchingMessages(filter: Filter): Int32Array {
    return marked(this.#readMessages().columns.event, this.#keptMessages(filter));
  }

  /** What is left to be read before any list is told at once, a step at a time; each takes some tenths of a second at most. */
  *preparations(): Generator<void> {
    yield* this.connections().preparations();
    yield void this.#readMessages();
    yield this.#readMessages().told.prepare();
    yield void this.#readNamed();
    yield this.#readNamed().prepare();
    yield void this.conversations();
    this.#isReady = true;
  }

  #keptMessages(filter: Filter): Uint8Array {
    return matchingMessages(filter, { facts: this.#facts, messages: this.#readMessages().columns });
  }

  #readMessages() {
    if (this.#messages === undefined) {
      const columns = readMessageColumns(this.#database);
      this.#messages = { columns, told: toldMessages(columns) };
    }
    return this.#messages;
  }

  #readNamed(): AddedUp<ToldConnection> {
    this.#named ??= toldConnections({ ...this.#of.columns, opened_us: this.#of.more.opened_us });
    return this.#named;
  }
}
