import { all, compliant, every, require } from "../../mechanism/answer";
import { documentsOf, everyStatement, identityPolicies, isEverything } from "../../subjects/policy-document";
import type { ResourceRule } from "../../mechanism/rule";

/** No policy of ours allows everything. */
export const rule: ResourceRule = {
  id: "aws-iam-no-full-administration",
  title: "No policy of ours allows everything.",
  severity: "critical",
  controls: { cis: ["1.15"], checkov: ["CKV_AWS_62", "CKV_AWS_63"] },
  enforcement: "always",
  reason: "Whoever gets hold of such an identity owns the account.",
  remedy: "Name the actions that are needed.",
  types: Object.keys(identityPolicies),
  scope: "resource",
  check: ({ type, properties }) =>
    every(documentsOf(properties, identityPolicies[type] ?? []), (document) =>
      everyStatement(document, ({ where, effect, actions, notActions }) => {
        if (effect === "Deny") return compliant;
        return all(
          () => require(!actions.some(isEverything), `${where} allows every action`),
          () =>
            require(notActions.length ===
              0, `${where} allows every action but a few (NotAction), those that AWS adds later too`),
        );
      }),
    ),
};
