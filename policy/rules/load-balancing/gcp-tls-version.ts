import { all, compliant, every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const policies = ["gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy"];
const proxies = [
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
  "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
  "gcp:compute/targetSSLProxy:TargetSSLProxy",
];
const strict = ["RESTRICTED", "FIPS_202205"];
/** Without forward secrecy: the key exchange by RSA alone. */
const weak = "TLS_RSA_";

/** TLS 1.2 is the oldest version that is accepted. */
export const rule: ResourceRule = {
  id: "gcp-tls-version",
  title: "TLS 1.2 is the oldest version that is accepted.",
  severity: "high",
  controls: { cis: ["3.9"], checkov: ["CKV_GCP_4"] },
  enforcement: "always",
  reason: "Older versions and ciphers can be broken by whoever sees the traffic.",
  remedy: "Give the proxy an sslPolicy with minTlsVersion TLS_1_2 and the profile MODERN or RESTRICTED.",
  types: [...policies, ...proxies],
  scope: "resource",
  check: ({ properties, type }) => {
    if (proxies.includes(type))
      return require(properties.get("sslPolicy").isSet(), "it has no sslPolicy, so TLS 1.0 is accepted");
    const profile = properties.get("profile").text() ?? "COMPATIBLE";
    // These two have no older version and no weak cipher.
    if (strict.includes(profile)) return compliant;
    return all(
      () => {
        const version = properties.get("minTlsVersion").text() ?? "TLS_1_0";
        return require(["TLS_1_2", "TLS_1_3"].includes(version), `minTlsVersion is ${version}`);
      },
      () => require(profile !== "COMPATIBLE", "the profile COMPATIBLE accepts weak ciphers"),
      () =>
        every(properties.get("customFeatures").items(), (feature) =>
          require(!(feature.text() ?? "").startsWith(weak), `${feature.path} is a weak cipher`),
        ),
    );
  },
};
