/** What a view shows, for a file: rows of the case by their ids in this revision, or a table that only the view can tell. */
export type ViewListing =
  | { readonly kind: 'processes'; readonly processIds: readonly number[] }
  | { readonly kind: 'connections'; readonly connectionIds: readonly number[] }
  | { readonly kind: 'findings' }
  | { readonly kind: 'problems' }
  | TableListing;

/** Rows of texts under headings. */
export interface TableListing {
  readonly kind: 'table';
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Forms that a view can be written in. */
export const EXPORT_FORMATS = ['yaml', 'json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
