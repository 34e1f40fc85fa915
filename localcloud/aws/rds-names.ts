import type { NameRule } from "../rules";

/** The rule of an instance's or cluster's name, which is in this property. */
export const identifier = (property: string): NameRule => ({
  property,
  maximum: 63,
  pattern: /^[a-z](?!.*--)[a-z0-9-]*(?<!-)$/,
  alphabet:
    "lower-case letters, digits and hyphens; it begins with a letter, has no two hyphens together and none at the end",
  unique: "region",
});

/** The rule of a subnet group's or parameter group's name. */
export function groupName(property = "name"): NameRule {
  return { ...identifier(property), maximum: 255, pattern: /^[a-zA-Z0-9](?!.*--)[a-zA-Z0-9._-]*(?<!-)$/ };
}
