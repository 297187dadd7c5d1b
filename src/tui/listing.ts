import type { Finding } from '../model/finding.js';

/** What a view shows, for a file: rows of the case by their ids in this revision, or a table that only the view can tell. */
export type ViewListing =
  | { readonly kind: 'processes'; readonly processIds: readonly number[] }
  | { readonly kind: 'connections'; readonly connectionIds: readonly number[] }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'problems' }
  | TableListing;

/** Rows of texts under headings. */
export interface TableListing {
  readonly kind: 'table';
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How many rows of the case or the table a listing has; `undefined` where the case alone knows. */
export function rowCount(listing: ViewListing): number | undefined {
  switch (listing.kind) {
    case 'processes':
      return listing.processIds.length;
    case 'connections':
      return listing.connectionIds.length;
    case 'findings':
      return listing.findings.length;
    case 'table':
      return listing.rows.length;
    case 'problems':
      return undefined;
  }
}

/** Forms that a view can be written in. */
export const EXPORT_FORMATS = ['yaml', 'json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
