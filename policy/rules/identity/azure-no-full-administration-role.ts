import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** No role of ours allows everything. */
export const rule: ResourceRule = {
  id: "azure-no-full-administration-role",
  title: "No role of ours allows everything.",
  severity: "critical",
  controls: { checkov: ["CKV_AZURE_39"] },
  enforcement: "always",
  reason: "Whoever gets such a role, or its credentials, owns all that it is assigned on.",
  remedy: "Name the actions that are needed.",
  types: ["azure-native:authorization:RoleDefinition"],
  scope: "resource",
  check: ({ properties }) =>
    every(properties.get("permissions").items(), (permission) =>
      every([...permission.get("actions").items(), ...permission.get("dataActions").items()], (action) =>
        require(!/^\*(\/\*)?$/.test(action.text() ?? ""), `${action.path} is ${action.text() ?? ""}`),
      ),
    ),
};
