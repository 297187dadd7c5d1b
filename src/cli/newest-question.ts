/** How questions are answered one at a time. */
interface Answering<Question, Answer> {
  /** Of questions of a kind only the newest is wanted. */
  kindOf(question: Question): string;
  answer(question: Question): Promise<Answer>;
  /** What a question comes to that a newer one of its kind made needless. */
  readonly passedOver: Answer;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Asks one question at a time of somebody who can't be interrupted. What is asked meanwhile waits, and gives way to the next of its kind: who
 * types faster than is answered waits for one answer and not for all.
 */
export function newestFirst<Question, Answer>({
  kindOf,
  answer,
  passedOver,
}: Answering<Question, Answer>): (question: Question) => Promise<Answer> {
  const waiting = new Map<string, Waiting<Question, Answer>>();
  let isBusy = false;
  const next = (): void => {
    const [entry] = waiting;
    isBusy = entry !== undefined;
    if (entry === undefined) return;
    const [kind, { question, resolve, reject }] = entry;
    waiting.delete(kind);
    answer(question).then(resolve, reject).finally(next);
  };
  return (question) =>
    new Promise((resolve, reject) => {
      const kind = kindOf(question);
      waiting.get(kind)?.resolve(passedOver);
      waiting.delete(kind);
      waiting.set(kind, { question, resolve, reject });
      if (!isBusy) next();
    });
}
