import type { Check, ResourceRules } from "../rules";
import { at, list, refuse, repeated, text, texts } from "../reading";
import { selfLink } from "./links";
import { name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

/** A name as DNS has it, without a wildcard. */
export const domainName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?$/;

const domainCheck: Check = (inputs) => {
  const domains = texts(at(inputs, "managed.domains"));
  if (inputs["managed"] === undefined)
    return refuse("managed", "Error 400: must name the domains of the certificate");
  // Load balancing, "Google-managed SSL certificates": up to 100 domains in one.
  if (domains.length < 1 || domains.length > 100)
    return refuse("managed.domains", `Error 400: must be 1 to 100 domains, not ${String(domains.length)}`);
  const [twice] = repeated(domains);
  if (twice !== undefined) return refuse("managed.domains", `Error 400: '${twice}' is named twice`);
  return domains.flatMap((domain, index) => {
    const here = `managed.domains[${String(index)}]`;
    if (domain.startsWith("*."))
      return refuse(
        here,
        "Error 400: wildcards need a certificate of Certificate Manager with a DNS authorization",
      );
    if (domain.length > 64) return refuse(here, `Error 400: '${domain}' has more than 64 characters`);
    return domainName.test(domain) ? [] : refuse(here, `Error 400: '${domain}' is no domain name`);
  });
};

const profiles = ["COMPATIBLE", "MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205"];

/** Load balancing, "SSL policies": which profile goes with which version. */
const policyCheck: Check = (inputs) => {
  const profile = text(inputs["profile"]) ?? "";
  const version = text(inputs["minTlsVersion"]) ?? "";
  const features = list(inputs["customFeatures"]).length;
  if ((profile === "CUSTOM") !== features > 0)
    return refuse(
      "customFeatures",
      profile === "CUSTOM"
        ? "Error 400: must be given with the profile CUSTOM"
        : `Error 400: can only be given with the profile CUSTOM, not ${profile}`,
    );
  if (profile === "RESTRICTED" && !["TLS_1_2", "TLS_1_3"].includes(version))
    return refuse("minTlsVersion", "Error 400: the profile RESTRICTED needs TLS_1_2 or newer");
  return version === "TLS_1_3" && profile !== "RESTRICTED"
    ? refuse("minTlsVersion", "Error 400: TLS_1_3 needs the profile RESTRICTED")
    : [];
};

/** Certificates that Google keeps for a load balancer, and how it speaks TLS. */
export const loadBalancerCertificates: readonly ResourceRules[] = [
  {
    type: types.managedCertificate,
    name: name(),
    id: "projects/{account}/global/sslCertificates/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      certificateId: ({ id }) => id.length,
      expireTime: "",
      subjectAlternativeNames: () => [],
    },
    defaults: { type: "MANAGED" },
    immutable: ["name", "description", "managed", "type"],
    limits: [{ path: "type", oneOf: ["MANAGED"] }],
    check: domainCheck,
    // It is issued up to an hour after the domain leads here; nobody waits for that.
    seconds: { create: 12, delete: 12 },
  },
  {
    type: types.sslPolicy,
    name: name(),
    id: "projects/{account}/global/sslPolicies/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      enabledFeatures: ({ inputs }) => [
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        ...texts(inputs["customFeatures"]),
      ],
    },
    defaults: { profile: "COMPATIBLE", minTlsVersion: "TLS_1_0" },
    immutable: ["name", "description"],
    limits: [
      { path: "profile", oneOf: profiles },
      { path: "minTlsVersion", oneOf: ["TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"] },
    ],
    check: policyCheck,
    seconds: { create: 11, update: 11, delete: 11 },
  },
];
