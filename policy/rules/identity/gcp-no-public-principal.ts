import { all, compliant, every, require, violation } from "../../mechanism/answer";
import {
  containerGrants,
  everyGrant,
  isEverybody,
  otherGrants,
  serviceAccountGrants,
} from "../../subjects/gcp-iam";
import type { ResourceRule } from "../../mechanism/rule";

const datasets = ["gcp:bigquery/dataset:Dataset", "gcp:bigquery/datasetAccess:DatasetAccess"];

/** No role is granted to everybody. */
export const rule: ResourceRule = {
  id: "gcp-no-public-principal",
  title: "No role is granted to everybody.",
  severity: "critical",
  controls: {
    cis: ["1.9", "7.1"],
    checkov: [
      "CKV_GCP_15",
      "CKV_GCP_99",
      "CKV_GCP_100",
      "CKV_GCP_112",
      "CKV_GCP_113",
      "CKV2_GCP_6",
      "CKV2_GCP_8",
    ],
  },
  enforcement: "always",
  reason: "Everybody on the internet, or everybody with a Google account, may do what the role says.",
  remedy: "Grant the role to single accounts or groups instead of allUsers and allAuthenticatedUsers.",
  types: [...containerGrants, ...serviceAccountGrants, ...otherGrants, ...datasets],
  scope: "resource",
  check: (resource) => {
    if (datasets.includes(resource.type)) {
      const { properties } = resource;
      const places = resource.type === datasets[0] ? properties.get("accesses").items() : [properties];
      return every(places, (access) =>
        all(
          () =>
            require(access.get("specialGroup").text() !==
              "allAuthenticatedUsers", `${access.path || "the rule"} opens the data to everybody with a Google account`),
          () =>
            require(access.get("iamMember").text() !==
              "allUsers", `${access.path || "the rule"} opens the data to everybody`),
        ),
      );
    }
    return everyGrant(resource, (grant) => {
      if (!isEverybody(grant)) return compliant;
      return violation(
        `${grant.where} grants ${grant.role.isKnown() ? (grant.role.text() ?? "a role") : "a role"} to everybody`,
      );
    });
  },
};
