import { require } from "../../mechanism/answer";
import { bucketPolicies, buckets } from "../../subjects/bucket";
import { isEverything, type Statement, statementsOf } from "../../subjects/policy-document";
import type { StackRule } from "../../mechanism/rule";

function deniesPlainHttp({ effect, principals, actions, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principals.some((principal) => principal === "*") &&
    actions.some((action) => action.toLowerCase() === "s3:*" || isEverything(action)) &&
    conditions.length === 1 &&
    conditions.some(
      ({ operator, key, values }) =>
        operator === "bool" && key === "aws:securetransport" && values.every((value) => value === "false"),
    )
  );
}

/** Every bucket refuses requests without TLS. */
export const rule: StackRule = {
  id: "aws-bucket-tls-only",
  title: "Every bucket refuses requests without TLS.",
  severity: "high",
  controls: { cis: ["2.1.1"] },
  enforcement: "always",
  reason: "A client that uses plain HTTP sends the data, and a signature that can be replayed, in the open.",
  remedy: 'Give the bucket a policy that denies s3:* when aws:SecureTransport is "false".',
  types: buckets,
  scope: "stack",
  check: (resource, stack) => {
    const policies = stack
      .referringTo(resource, bucketPolicies, "bucket")
      .map(({ properties }) => properties);
    const documents = [...policies, resource.properties].map((properties) => properties.get("policy"));
    const given = documents.filter((document) => document.isSet());
    const unread = given.filter((document) => !document.isKnown());
    const denies = given
      .filter((document) => document.isKnown())
      .some((document) => statementsOf(document).some(deniesPlainHttp));
    const [first] = unread;
    // Reading the unknown one says that it can't be judged yet.
    return require(denies ||
      (first !== undefined && statementsOf(first).some(deniesPlainHttp)), given.length === 0
      ? "no bucket policy refuses plain HTTP"
      : "its bucket policy does not refuse plain HTTP");
  },
};
