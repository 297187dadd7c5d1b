/** What records of some sources are known again by: the identity of each, or its hash where it has none. */
export interface KnownIdentities {
  /** How many of their records have this one. */
  countOf(identity: number): number;
}
