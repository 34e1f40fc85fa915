import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Nothing deletes data along with what holds it. */
export const rule: ResourceRule = {
  id: "gcp-no-forced-deletion",
  title: "Nothing deletes data along with what holds it.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A mistaken destroy then takes every object with it, without asking.",
  remedy: "Leave forceDestroy off.",
  types: ["gcp:storage/bucket:Bucket"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("forceDestroy").flag() !== true, "forceDestroy is on"),
};
