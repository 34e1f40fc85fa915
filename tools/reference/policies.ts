import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../policy/mechanism/message";
import type { Rule } from "../../policy/mechanism/rule";
import { rules } from "../../policy/packs/all";
import { table } from "./table";

const page = join(__dirname, "..", "..", "policy", "README.md");
const [begin, end] = ["<!-- rules: begin -->", "<!-- rules: end -->"] as const;

const mandatory: Readonly<Record<Rule["enforcement"], string>> = {
  always: "always",
  prod: "in prod",
  never: "never",
};

/** `policy/README.md` with its table of rules made anew from the rules themselves. */
export function policiesPage(): string {
  const text = readFileSync(page, "utf8");
  const [head] = text.split(begin);
  const tail = text.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`policy/README.md needs ${begin} and ${end}.`);
  const rows = rules.map((rule) => [
    `\`${rule.id}\``,
    rule.title,
    `${mandatory[rule.enforcement]}${remediates(rule) ? ", or remediates" : ""}`,
    rule.severity,
    rule.scope === "stack" ? "whole stack" : "resource",
    controls(rule) || "–",
    configured(rule),
  ]);
  const heads = ["Rule", "What must be so", "Mandatory", "Severity", "Judges", "Controls", "Settings"];
  return `${head}${begin}\n\n${table([heads, ...rows])}\n\n${end}${tail}`;
}

function remediates(rule: Rule): boolean {
  return rule.scope === "resource" && rule.remediation !== undefined;
}

function configured({ configuration }: Rule): string {
  const settings = Object.entries(configuration?.properties ?? {});
  if (settings.length === 0) return "–";
  return settings.map(([name, schema]) => `\`${name}\`: ${JSON.stringify(schema.default)}`).join(", ");
}

if (require.main === module) writeFileSync(page, policiesPage());
