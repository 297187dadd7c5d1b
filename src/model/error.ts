/** A mistake of the user's: one line on standard error, the hint below it, exit 2. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** What was named is there and holds nothing that can be read: no mistake of the command line's, and no result either. Exit 3. */
export class NothingReadableError extends UserError {
  override readonly name = 'NothingReadableError';
}
