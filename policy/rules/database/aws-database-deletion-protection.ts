import { all, notApplicable, require } from "../../mechanism/answer";
import { clusters, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases refuse to be deleted. */
export const rule: ResourceRule = {
  id: "aws-database-deletion-protection",
  title: "Databases refuse to be deleted.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_293", "CKV_AWS_139"] },
  enforcement: "prod",
  reason: "One mistaken destroy or replacement deletes the data.",
  remedy: "Set deletionProtection to true and skipFinalSnapshot to false.",
  types: [...servers, ...clusters],
  scope: "resource",
  check: ({ properties }) => {
    if (properties.get("replicateSourceDb").isSet()) return notApplicable;
    return all(
      () => require(properties.get("deletionProtection").flag() === true, "deletionProtection is off"),
      () =>
        require(properties.get("deleteAutomatedBackups").flag() !==
          true, "deleteAutomatedBackups deletes its backups with it"),
      () =>
        require(properties.get("skipFinalSnapshot").flag() !==
          true, "skipFinalSnapshot leaves no last snapshot"),
    );
  },
};
