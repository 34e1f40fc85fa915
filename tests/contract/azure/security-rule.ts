import { at, list, text } from "../resource";
import type { Value } from "../../unit/mocks";

/** Addresses that a rule of a security group is for: one, or a list. */
export function sourcesOf(rule: Value): readonly string[] {
  return [...list(at(rule, "sourceAddressPrefix")), ...list(at(rule, "sourceAddressPrefixes"))].map(text);
}

/** Whether a rule is for the whole internet. */
export function isForEverybody(rule: Value): boolean {
  return sourcesOf(rule).some((source) => ["*", "0.0.0.0/0", "::/0", "Internet"].includes(source));
}
