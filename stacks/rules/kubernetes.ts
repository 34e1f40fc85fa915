import { problem, type Problem } from "../problem";
import type { Context } from "./context";
import { parseRange } from "./network";

/** What is said of a cluster is about one, and its API is not open to everybody. */
export function* kubernetesRules({ given, settled }: Context): Generator<Problem> {
  if (given.kubernetes === undefined) return;
  if (settled.runtime !== "kubernetes") {
    const right = "Leave it out, or use `platform:runtime: kubernetes`.";
    yield problem(["kubernetes"], "has no effect, because the services run in containers", right);
    return;
  }
  for (const [index, text] of (given.kubernetes.apiRanges ?? []).entries()) {
    const path = ["kubernetes", "apiRanges", index];
    const range = parseRange(text);
    if (range === undefined || range.first !== range.address) {
      const right = "Use the first address of a range and its length, such as `203.0.113.0/24`.";
      yield problem(path, `is ${JSON.stringify(text)}, which is no IPv4 range`, right);
    } else if (range.prefix < widest) {
      const right = "Use the ranges of those who deploy and look, or leave them out and deploy from within.";
      yield problem(path, `is ${JSON.stringify(text)}, which lets in a good part of the internet`, right);
    }
  }
}

/** 65,536 addresses: a company's, and no provider's. */
const widest = 16;
