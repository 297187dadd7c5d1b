/** What another detector said. *Source:* Falco's JSON output. */
export interface AlertFact {
  readonly rule: string;
  /** As the detector names it: `Emergency` … `Debug`. */
  readonly priority: string;
  readonly output: string;
  readonly tags: readonly string[];
  /** Short or whole id of the container it is about. */
  readonly containerId?: string;
  /** The alert's fields as they stand: names such as `proc.cmdline`. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}
