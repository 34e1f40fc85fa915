import type { Value } from "../../mocks";

/** A weaker value for a property; `undefined` takes the property away. */
export type Weaker = Value | undefined;

/** The clouds' words for on and off. */
const switches: readonly (readonly [on: string, off: string])[] = [
  ["Enabled", "Disabled"],
  ["enabled", "disabled"],
  ["ENABLED", "DISABLED"],
  ["true", "false"],
  ["on", "off"],
  ["ON", "OFF"],
];

/** Strong choices, by the word that the clouds have for them, with a weak one. */
const choices: Readonly<Record<string, string>> = {
  Deny: "Allow",
  deny: "allow",
  "deny(403)": "allow",
  enforced: "inherited",
  restricted: "privileged",
  RuntimeDefault: "Unconfined",
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: "INGRESS_TRAFFIC_ALL",
  Prevention: "Detection",
  PROJECT_SINGLETON_POLICY_ENFORCE: "DISABLED",
  GKE_METADATA: "GCE_METADATA",
  TLS_1_2: "TLS_1_0",
  TLS_1_3: "TLS_1_0",
  TLS1_2: "TLS1_0",
  TLS12: "TLS10",
  "1.2": "1.0",
  HTTPS: "HTTP",
  HttpsOnly: "MatchRequest",
  ENCRYPTED_ONLY: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
  SERVER_AUTHENTICATION: "DISABLED",
  Encrypted: "Plaintext",
  required: "preferred",
  KMS: "AES256",
  "aws:kms": "AES256",
  IMMUTABLE: "MUTABLE",
  Locked: "Unlocked",
  COMPLIANCE: "GOVERNANCE",
  ZoneRedundant: "Disabled",
  REGIONAL: "ZONAL",
  STANDARD_HA: "BASIC",
  Standard_GZRS: "Standard_LRS",
  Standard_ZRS: "Standard_LRS",
  GeoRedundant: "LocallyRedundant",
  Standard: "Free",
};

/** Switches that are strong when they are on although their name sounds like what they hold back. */
const holdsBack = /^(disable|block|restrict|ignore|drop|deny|prevent|readOnly)|Disabled$|readonly/;
/** Switches that open, weaken or delete something when they are on. */
const opens =
  /public|force|skip|external|allow|privileged|host(Network|PID|IPC)|anonymous|insecure|assign|escalation|automount|delete|bypass|execute|legacy|abac|admin|defaultDomain|noncompliant|unauthenticated/i;

const address = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)\/\d+$/;
/** Azure's own names for addresses that are not the internet's. */
const place = /^(VirtualNetwork|AzureLoadBalancer|GatewayManager|AzureFrontDoor\.\w+)$/;
const everywhere = ["0.0.0.0/0", "::/0"];

const retention =
  /retention|retain|keepFor|expir|deletionWindow|recoveryWindow|noncurrentDays|destroyTtl|^days$/i;
const rotation = /rotat/i;
const duration = /^(P|PT)?\d+(s|d|D|M|H|Y)?$/;

/** What a property is named that matters by being there: a key, a log, a retention, a protection. */
const guards =
  /[kK]ms|[cC]mek|[eE]ncryption|[cC]ustomerManaged|keyVaultKey|diskEncryption|(^|[a-z])(logs?|Logs?|logging|Logging|LogTypes|logConfig|LogConfig|flowSampling)$|accessLog|[rR]etention|[vV]ersioning|(^l|L)ock$|[pP]rotection|[fF]irewall|[rR]edirect$|securityPolicy|sslPolicy|webAcl|networkPolicy|authorized|[aA]larmActions|notificationChannels|actionGroups|copyActions|backupConfiguration|^(limits|livenessProbe|readinessProbe|drop|securityContext|seccompProfile|securityProfile|except|scanOnPush)$/;

/** Weaker values for what stands at a path whose last name this is. */
export function weakerThan(name: string, value: Value): readonly Weaker[] {
  const found: Weaker[] = [];
  if (typeof value === "boolean" && value === isStrongWhenOn(name)) found.push(!value);
  if (typeof value === "string") found.push(...weakerText(name, value));
  if (typeof value === "number" && rotation.test(name)) found.push(value * 100);
  else if (typeof value === "number" && retention.test(name) && value > 1) found.push(1);
  // A name with a colon is that of a condition in a policy document, for example `kms:ViaService`.
  if (guards.test(name) && !name.includes(":") && !isEmpty(value) && typeof value !== "boolean")
    found.push(undefined);
  return found;
}

function weakerText(name: string, value: string): readonly Weaker[] {
  for (const [on, off] of switches) {
    if (value === on) return isStrongWhenOn(name) ? [off] : [];
    if (value === off) return isStrongWhenOn(name) ? [] : [on];
  }
  const choice = choices[value];
  if (choice !== undefined) return [choice];
  if (address.test(value) && !everywhere.includes(value)) return [value.includes(":") ? "::/0" : "0.0.0.0/0"];
  if (place.test(value)) return ["Internet"];
  if (value.startsWith("ELBSecurityPolicy-")) return ["ELBSecurityPolicy-2016-08"];
  if (!duration.test(value)) return [];
  if (rotation.test(name)) return [value.replace(/\d+/, (count) => `${count}00`)];
  return retention.test(name) && !/^P?T?[01]\D?$/.test(value) ? [value.replace(/\d+/, "1")] : [];
}

function isStrongWhenOn(name: string): boolean {
  return holdsBack.test(name) || !opens.test(name);
}

function isEmpty(value: Value): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
