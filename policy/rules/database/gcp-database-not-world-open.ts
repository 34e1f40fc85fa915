import { compliant, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { isInternet } from "../../subjects/addresses";
import { alloyInstance, sqlInstance } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

function textsOf(blocks: readonly Property[]): string[] {
  return blocks.flatMap((block) => block.text() ?? []);
}

/** No database admits the whole internet. */
export const rule: ResourceRule = {
  id: "gcp-database-not-world-open",
  title: "No database admits the whole internet.",
  severity: "critical",
  controls: { cis: ["6.5"], checkov: ["CKV_GCP_11"] },
  enforcement: "always",
  reason: "Passwords are guessed and holes are tried from everywhere.",
  remedy: "Name the few addresses that need it, or none and use the private address.",
  types: [sqlInstance, alloyInstance],
  scope: "resource",
  check: (resource) => {
    const { properties, type } = resource;
    const networks =
      type === alloyInstance
        ? properties.get("networkConfig").get("authorizedExternalNetworks")
        : properties.get("settings").get("ipConfiguration").get("authorizedNetworks");
    const blocks = networks
      .items()
      .map((network) => network.get(type === alloyInstance ? "cidrRange" : "value"));
    if (blocks.length === 0) return compliant;
    const known = blocks.filter((block) => block.isKnown());
    const open = "its authorized networks together are the internet";
    if (isInternet(textsOf(known))) return violation(open);
    return require(!isInternet(textsOf(blocks)), open);
  },
};
