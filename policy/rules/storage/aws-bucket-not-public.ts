import { all, every, require } from "../../mechanism/answer";
import { buckets } from "../../subjects/bucket";
import type { ResourceRule } from "../../mechanism/rule";

/** No bucket is made public by its access list. */
export const rule: ResourceRule = {
  id: "aws-bucket-not-public",
  title: "No bucket is made public by its access list.",
  severity: "critical",
  controls: { cis: ["2.1.4"], checkov: ["CKV_AWS_20", "CKV_AWS_57"] },
  enforcement: "always",
  reason: "Everybody on the internet can list or read it.",
  remedy: "Remove the acl, or use private.",
  types: [...buckets, "aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"],
  scope: "resource",
  check: ({ properties }) => {
    const acl = properties.get("acl").text() ?? "private";
    const grants = [properties.get("accessControlPolicy").get("grants"), properties.get("grants")];
    return all(
      () => require(!acl.startsWith("public-") && acl !== "authenticated-read", `acl is ${acl}`),
      () =>
        every(
          grants.flatMap((list) => list.items()),
          (grant) =>
            require(!/\/(AllUsers|AuthenticatedUsers)$/.test(
              grant.get("uri").text() ?? grant.get("grantee").get("uri").text() ?? "",
            ), `${grant.path} grants it to everybody`),
        ),
    );
  },
};
