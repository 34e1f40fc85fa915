import type { NameRule } from "../rules";

/**
 * The name of most resources: RFC 1035 (cloud.google.com/compute/docs/naming-resources).
 *
 * @param maximum Most characters; default 63.
 */
export function name(options: { maximum?: number; minimum?: number; property?: string } = {}): NameRule {
  const { maximum = 63, minimum = 1, property = "name" } = options;
  return {
    property,
    maximum,
    minimum,
    pattern: /[a-z]([-a-z0-9]*[a-z0-9])?/,
    alphabet: "lower-case letters, digits and hyphens; a letter first, no hyphen at the end",
    unique: "id",
  };
}

/** A name of letters of both cases, digits, hyphens and underscores, as KMS and Secret Manager take it. */
export function wordName(maximum: number, property = "name"): NameRule {
  return {
    property,
    maximum,
    pattern: /[a-zA-Z0-9_-]+/,
    alphabet: "letters, digits, hyphens and underscores",
    unique: "id",
  };
}

/** How a compute resource is addressed: id, self link or, as with the real provider, the bare name. */
export const anyLink = ["id", "selfLink", "name"] as const;

/** The last part of a link, id or name. */
export const lastPart = (link: string): string => link.split("/").pop() ?? link;

/** A network tag: where it may stand, and its form. */
export const tag = {
  pattern: /[a-z]([-a-z0-9]{0,61}[a-z0-9])?/,
  reason: "must be a network tag: up to 63 lower-case letters, digits and hyphens, a letter first",
};
