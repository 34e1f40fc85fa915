/** Which resource a call is about. */
export interface Subject {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may contain `::` itself. */
export function subjectOf(urn: string): Subject {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
