import { all, every, require } from "../../mechanism/answer";
import { bucketGrants, everyGrant, isEverybody } from "../../subjects/gcp-iam";
import type { ResourceRule } from "../../mechanism/rule";

/** Access lists of buckets and objects, whole and by entry. */
const lists = [
  "gcp:storage/bucketACL:BucketACL",
  "gcp:storage/bucketAccessControl:BucketAccessControl",
  "gcp:storage/defaultObjectACL:DefaultObjectACL",
  "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
  "gcp:storage/objectACL:ObjectACL",
  "gcp:storage/objectAccessControl:ObjectAccessControl",
];

/** No bucket or object is opened to everybody. */
export const rule: ResourceRule = {
  id: "gcp-bucket-not-public",
  title: "No bucket or object is opened to everybody.",
  severity: "critical",
  controls: { cis: ["5.1"], checkov: ["CKV_GCP_28"] },
  enforcement: "always",
  reason: "Everybody on the internet can list or read it.",
  remedy: "Grant roles to single accounts instead of allUsers and allAuthenticatedUsers.",
  types: [...bucketGrants, ...lists],
  scope: "resource",
  check: (resource) => {
    if (bucketGrants.includes(resource.type)) {
      return everyGrant(resource, (grant) =>
        require(!isEverybody(grant), `${grant.where} opens the bucket to everybody`),
      );
    }
    const { properties } = resource;
    const entities = [properties.get("entity"), properties.get("roleEntities")];
    return all(
      () =>
        every(["predefinedAcl", "defaultAcl"], (name) => {
          const acl = properties.get(name).text() ?? "private";
          return require(!/^(public|authenticated)/i.test(acl), `${name} is ${acl}`);
        }),
      () =>
        every(
          entities.flatMap((list) => list.items()),
          (entity) =>
            require(!/(^|:)(allUsers|allAuthenticatedUsers)$/i.test(
              entity.text() ?? "",
            ), `${entity.path} opens it to everybody`),
        ),
    );
  },
};
