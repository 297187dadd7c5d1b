/** A condition in SQL with its parameters in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly (string | number | Uint8Array)[];
}

export const ALWAYS: SqlCondition = { sql: '1', parameters: [] };

/** True when every one is. */
export function all(conditions: readonly SqlCondition[]): SqlCondition {
  return joined(conditions, ' and ', ALWAYS);
}

/** True when one is. */
export function any(conditions: readonly SqlCondition[]): SqlCondition {
  return joined(conditions, ' or ', { sql: '0', parameters: [] });
}

function joined(conditions: readonly SqlCondition[], operator: string, none: SqlCondition): SqlCondition {
  if (conditions.length === 0) return none;
  return {
    sql: `(${conditions.map(({ sql }) => `(${sql})`).join(operator)})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** A comparison with nothing told is false, and so its opposite is true. */
export function negated({ sql, parameters }: SqlCondition): SqlCondition {
  return { sql: `not coalesce((${sql}), 0)`, parameters };
}

/** The condition within a query that `before` opens: `exists (select … where `. */
export function wrapped(before: string, condition: SqlCondition): SqlCondition {
  return { sql: `${before}${condition.sql})`, parameters: condition.parameters };
}
