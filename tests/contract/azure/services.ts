import type { Evidence, ScalingEvidence, ServiceEvidence } from "../evidence";
import { generated } from "../generated";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { traces } from "../traces";
import { isForEverybody } from "./security-rule";
import type { Value } from "../../unit/mocks";

/** Roles that read the values of secrets: Key Vault Secrets User, Secrets Officer, Administrator; Owner has none by itself. */
const readingRoles = [
  "4633458b-17de-408a-b874-0445c86b69e6",
  "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  "00482a5a-887f-4fb3-b363-3b7fe8e74483",
];

/** Role that sends traces to Application Insights: Monitoring Metrics Publisher. */
const sendingRole = "3913510d-42f4-4e42-8a64-420c390055eb";

type Services = Pick<Evidence, "services" | "secrets" | "generated" | "registries">;

export function services(resources: Resources): Services {
  return {
    generated: generated(resources),
    services: resources.of("azure-native:app:ContainerApp").map((app) => serviceEvidence(resources, app)),
    secrets: resources.of("azure-native:keyvault:Secret").map((secret) => ({
      id: text(at(secret.outputs, "properties.secretUri")),
      component: secret.component,
      readers: readers(resources, secret.id),
      // Key Vault encrypts what it holds with keys of its own hardware.
      key: "",
      versions: [lastPart(text(at(secret.outputs, "properties.secretUriWithVersion")))],
    })),
    registries: resources.of("azure-native:containerregistry:Registry").map(({ name, inputs }) => ({
      name,
      immutable: false,
      openToAll: inputs["anonymousPullEnabled"] === true,
      untaggedDays:
        at(inputs, "policies.retentionPolicy.status") === "enabled"
          ? number(at(inputs, "policies.retentionPolicy.days"))
          : NaN,
      scanned: deployed(resources, "Microsoft.Security/pricings").includes("Containers"),
      key: text(at(inputs, "encryption.keyVaultProperties.keyIdentifier")),
    })),
  };
}

const lastPart = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

function serviceEvidence(resources: Resources, { component, inputs }: Resource): ServiceEvidence {
  const [container = null, ...beside] = list(at(inputs, "template.containers"));
  const variables = list(at(container, "env"));
  const plain = named(variables, "value");
  const identity = text(list(at(inputs, "identity.userAssignedIdentities"))[0]);
  const environment = resources.with("azure-native:app:ManagedEnvironment", inputs["environmentId"]);
  const kept = new Map(
    list(at(inputs, "configuration.secrets")).map((each) => [
      text(at(each, "name")),
      text(at(each, "keyVaultUrl")),
    ]),
  );
  const references = Object.entries(named(variables, "secretRef")).map(
    ([name, secret]) => [name, kept.get(secret) ?? ""] as const,
  );
  const traffic = list(at(inputs, "configuration.ingress.traffic"));
  const probes = list(at(container, "probes"));
  return {
    name: component,
    image: text(at(container, "image")),
    plain,
    references: Object.fromEntries(
      references.map(([name, url]) => [name, url.slice(0, Math.max(0, url.lastIndexOf("/")))]),
    ),
    // Secrets belong to the app: a new one reaches replicas only if a variable makes a new revision of it.
    versions:
      "SECRETS_VERSION" in plain
        ? Object.fromEntries(references.map(([name, url]) => [name, lastPart(url)]))
        : {},
    identity,
    min: number(at(inputs, "template.scale.minReplicas")),
    max: number(at(inputs, "template.scale.maxReplicas")),
    scaling: scaling(at(inputs, "template.scale")),
    probes: probes.map((probe) => text(at(probe, "httpGet.path"))),
    zones: environment?.inputs["zoneRedundant"] === true ? Infinity : 1,
    exposed:
      at(inputs, "configuration.ingress.external") === true &&
      !onlyFrontDoor(resources, text(at(environment?.inputs, "vnetConfiguration.infrastructureSubnetId"))),
    // In this mode the revision before keeps the traffic until the new one is ready; the latest must not be pinned.
    fallsBack:
      at(inputs, "configuration.activeRevisionsMode") === "Single" &&
      traffic.every((each) => at(each, "latestRevision") === true) &&
      probes.some((probe) => at(probe, "type") === "Readiness"),
    takenBackBy: [],
    // What they run as, and what they may, is up to the image.
    containers: [],
    traces: traces(
      plain,
      beside.map((each) => named(list(at(each, "env")), "value")),
      "azuremonitor",
      maySendTraces(resources, identity),
    ),
  };
}

function scaling(scale: Value): ScalingEvidence {
  const rules = list(at(scale, "rules"));
  const custom = rules.map((rule) => at(rule, "custom.type"));
  return {
    signals: [
      ...(["cpu", "memory"] as const).filter((kind) => custom.includes(kind)),
      ...(rules.some((rule) => at(rule, "http") !== null) ? ["requests" as const] : []),
    ],
    slowerIn: number(at(scale, "cooldownPeriod")) > number(at(scale, "pollingInterval")),
  };
}

export function maySendTraces(resources: Resources, identity: string): boolean {
  const principal = resources.with("azure-native:managedidentity:UserAssignedIdentity", identity)?.outputs[
    "principalId"
  ];
  return resources
    .of("azure-native:authorization:RoleAssignment")
    .filter(({ inputs }) => inputs["principalId"] === principal)
    .filter(({ inputs }) => text(inputs["roleDefinitionId"]).endsWith(sendingRole))
    .some(
      ({ inputs }) =>
        resources.with("azure-native:applicationinsights:Component", inputs["scope"]) !== undefined,
    );
}

function named(variables: readonly Value[], property: string): Record<string, string> {
  const entries = variables.map((each) => [text(at(each, "name")), text(at(each, property))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** Whether the subnet of an environment lets in Front Door and refuses everybody else: the default lets nobody in. */
function onlyFrontDoor(resources: Resources, subnetId: string): boolean {
  const subnet = resources.with("azure-native:network:Subnet", subnetId);
  const group = resources.with(
    "azure-native:network:NetworkSecurityGroup",
    at(subnet?.inputs, "networkSecurityGroup.id"),
  );
  if (group === undefined) return false;
  return list(group.inputs["securityRules"])
    .filter((rule) => at(rule, "direction") === "Inbound" && at(rule, "access") === "Allow")
    .every((rule) => !isForEverybody(rule));
}

/** Components of the identities that a role at the secret, or anywhere above it, lets read it. */
function readers(resources: Resources, id: string): string[] {
  const principals = resources
    .of("azure-native:authorization:RoleAssignment")
    .filter(({ inputs }) => readingRoles.some((role) => text(inputs["roleDefinitionId"]).endsWith(role)))
    .filter(({ inputs }) => id === inputs["scope"] || id.startsWith(`${text(inputs["scope"])}/`))
    .map(({ inputs }) => text(inputs["principalId"]));
  return [...new Set(principals)].map(
    (principal) =>
      resources.with("azure-native:managedidentity:UserAssignedIdentity", principal, "principalId")
        ?.component ?? principal,
  );
}

/** Names of a kind of resource that templates deploy to the subscription. */
export function deployed(resources: Resources, kind: string): string[] {
  return resources
    .of("azure-native:resources:DeploymentAtSubscriptionScope")
    .flatMap(({ inputs }) => list(at(inputs, "properties.template.resources")))
    .filter((each) => at(each, "type") === kind && at(each, "properties.pricingTier") !== "Free")
    .map((each) => text(at(each, "name")));
}
