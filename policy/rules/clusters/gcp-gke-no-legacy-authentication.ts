import { all, require } from "../../mechanism/answer";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster knows no passwords, client certificates or old rights. */
export const rule: ResourceRule = {
  id: "gcp-gke-no-legacy-authentication",
  title: "A cluster knows no passwords, client certificates or old rights.",
  severity: "critical",
  controls: { cis: ["5.8.1", "5.8.3"], checkov: ["CKV_GCP_7", "CKV_GCP_13", "CKV_GCP_19"] },
  enforcement: "always",
  reason: "None of them can be taken back one by one, and attribute-based rights go past every role.",
  remedy: "Remove masterAuth's username and password, issueClientCertificate and enableLegacyAbac.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    const login = properties.get("masterAuth");
    return all(
      () => require(properties.get("enableLegacyAbac").flag() !== true, "enableLegacyAbac is on"),
      () =>
        require(!login.get("username").isSet() &&
          !login.get("password").isSet(), "masterAuth sets a password"),
      () =>
        require(login.get("clientCertificateConfig").get("issueClientCertificate").flag() !==
          true, "it issues a client certificate"),
    );
  },
};
