import { type JsonObject, present } from './json.js';

/** A case file as the list of cases knows it, without opening more than it must. */
export interface CaseListing {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly sources: readonly string[];
  readonly processes?: number;
}

/** A case as `cases` prints it. */
export function caseShape(listing: CaseListing): JsonObject {
  return present({
    name: listing.name,
    path: listing.path,
    sizeBytes: listing.sizeBytes,
    processes: listing.processes,
    sources: listing.sources,
  });
}
