import { problemsWith, type Changes } from "../configuration";

export interface Case {
  readonly rule: string;
  /** Changes to a valid stack that break this one rule, and the nearest ones that do not. */
  readonly wrong: Changes;
  readonly right: Changes;
  readonly key: string;
  /** What the message says: what is wrong, a space, what would be right. */
  readonly says: RegExp;
  /** Secrets that are set and encrypted in the wrong stack, and in the right one (default: the same). */
  readonly secrets?: readonly string[];
  readonly rightSecrets?: readonly string[];
}

/** Two tests for each rule: what breaks it is reported alone, at its key, and its neighbour is accepted. */
export function judge(cases: readonly Case[]): void {
  test.each(cases)("refuses $rule, and nothing else", ({ wrong, key, says, secrets }) => {
    const problems = problemsWith(wrong, secrets);
    expect(problems.map((found) => found.key)).toEqual([key]);
    expect(problems.map((found) => `${found.wrong} ${found.right}`).join()).toMatch(says);
  });

  test.each(cases)("accepts the neighbour of $rule", ({ right, secrets, rightSecrets }) => {
    expect(problemsWith(right, rightSecrets ?? secrets)).toEqual([]);
  });
}
