/**
 * `make`, whose last answer for each subject is kept for as long as the subject is: what is drawn again and again is mostly what was drawn
 * before. `make` must be pure. Asked with anything else than the last time, it is asked anew.
 */
export function keptFor<S extends object, A extends readonly unknown[], R>(
  make: (subject: S, ...args: A) => R,
): (subject: S, ...args: A) => R {
  const kept = new WeakMap<S, { readonly args: A; readonly answer: R }>();
  return (subject, ...args) => {
    const known = kept.get(subject);
    if (known !== undefined && args.every((arg, place) => Object.is(arg, known.args[place]))) return known.answer;
    const answer = make(subject, ...args);
    kept.set(subject, { args, answer });
    return answer;
  };
}
