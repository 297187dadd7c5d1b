/** A mistake of the user's: one line on standard error, the hint below it, exit 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
