import { type Answer, every, notApplicable, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { lower, valuesAt } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Policies of Azure whose oldest version is 1.2. */
const predefined = ["appgwsslpolicy20170401s", "appgwsslpolicy20220101", "appgwsslpolicy20220101s"];

/** `TLS1_2`, `TLSv1_2`, `TLS12` and `1.2` are all the same. */
function isNew(version: string): boolean {
  return ["12", "13"].includes(version.toLowerCase().replaceAll(/[^0-9]/g, ""));
}

/** A check of one setting. Without a default, the setting must be there. */
function least(path: string, byDefault?: string): (properties: Property) => Answer {
  const judge = (version = byDefault): Answer =>
    require(version !== undefined && isNew(version), version === undefined
      ? `${path} is not set`
      : `${path} is ${version}`);
  return (properties) => {
    const values = valuesAt(properties, path);
    return values.length === 0 ? judge() : every(values, (value) => judge(value.text()));
  };
}

function sslPolicy(policy: Property, where: string): Answer {
  if (!policy.isSet())
    return violation(`${where} has no sslPolicy: what its default is depends on when it was made`);
  const type = lower(policy.get("policyType"));
  if (type === "predefined" || (type === undefined && policy.get("policyName").isSet())) {
    const name = lower(policy.get("policyName")) ?? "";
    return require(predefined.includes(name), `the sslPolicy of ${where} takes versions before TLS 1.2`);
  }
  const oldest = policy.get("minProtocolVersion").text();
  return require(oldest !== undefined &&
    isNew(oldest), `the sslPolicy of ${where} takes versions before TLS 1.2`);
}

function gateway(properties: Property): Answer {
  const listeners = properties.get("httpListeners").items();
  const secure = listeners.filter((listener) => lower(listener.get("protocol")) === "https");
  if (secure.length === 0) return notApplicable;
  return every(
    [{ holder: properties, where: "the gateway" }, ...profilesOf(properties)],
    ({ holder, where }) => sslPolicy(holder.get("sslPolicy"), where),
  );
}

/** Profiles that replace the gateway's own policy for some listeners. */
function profilesOf(properties: Property): { holder: Property; where: string }[] {
  return properties
    .get("sslProfiles")
    .items()
    .filter((profile) => profile.get("sslPolicy").isSet())
    .map((profile) => ({ holder: profile, where: profile.path }));
}

const checks: Readonly<Record<string, (properties: Property) => Answer>> = {
  "azure-native:network:ApplicationGateway": gateway,
  "azure-native:cdn:AFDCustomDomain": least("tlsSettings.minimumTlsVersion", "1.2"),
  "azure-native:web:WebApp": least("siteConfig.minTlsVersion", "1.2"),
  "azure-native:web:WebAppSlot": least("siteConfig.minTlsVersion", "1.2"),
  "azure-native:redis:Redis": least("minimumTlsVersion"),
  "azure-native:redisenterprise:RedisEnterprise": least("minimumTlsVersion"),
  "azure-native:dbforpostgresql:SingleServer": least("properties.minimalTlsVersion"),
  "azure-native:dbformysql:SingleServer": least("properties.minimalTlsVersion"),
  "azure-native:sql:Server": least("minimalTlsVersion"),
  "azure-native:sql:ManagedInstance": least("minimalTlsVersion", "1.2"),
};

/** TLS 1.2 is the oldest version that is accepted. */
export const rule: ResourceRule = {
  id: "azure-tls-version",
  title: "TLS 1.2 is the oldest version that is accepted.",
  severity: "high",
  controls: {
    cis: ["7.12"],
    checkov: ["CKV_AZURE_218", "CKV_AZURE_15", "CKV_AZURE_148", "CKV_AZURE_52", "CKV_AZURE_147"],
  },
  enforcement: "always",
  reason: "TLS 1.0 and 1.1 have weaknesses that are known and used.",
  remedy:
    "Set the oldest version to 1.2 or newer; on an application gateway, take the policy AppGwSslPolicy20220101.",
  types: Object.keys(checks),
  scope: "resource",
  check: ({ type, properties }) => checks[type]?.(properties) ?? notApplicable,
};
