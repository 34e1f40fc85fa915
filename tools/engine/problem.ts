/** Something that a person can put right. Its message says what and how; it is shown without a stack trace. */
export class Problem extends Error {
  override readonly name = "Problem";
}
