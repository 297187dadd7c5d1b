/** A piece of a page, before it is Markdown or HTML. Its texts may hold anything: who writes the page makes them safe. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'items'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Lines whose columns stand under each other. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** An SVG picture. A page that can't hold one goes without: what is in it stands in the block after it as well. */
  | { readonly kind: 'picture'; readonly svg: string; readonly title: string };

/** A heading. */
export function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}
