import { require } from "../../mechanism/answer";
import { lower, naming } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

/** Databases refuse to be deleted. */
export const rule: StackRule = {
  id: "azure-database-deletion-lock",
  title: "Databases refuse to be deleted.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A mistake in a console or a program deletes the server and its backups.",
  remedy: "Make an authorization.ManagementLockByScope with the level CanNotDelete on the server.",
  types: ["azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server"],
  scope: "stack",
  check: (resource, stack) => {
    const locks = naming(stack, resource, ["azure-native:authorization:ManagementLockByScope"], "scope");
    return require(locks.some(({ properties }) =>
      ["cannotdelete", "readonly"].includes(lower(properties.get("level")) ?? ""),
    ), "no lock keeps it from being deleted");
  },
};
