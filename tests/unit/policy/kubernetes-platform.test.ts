import { policyOf } from "../../../policy/mechanism/policies";
import type { Rule } from "../../../policy/mechanism/rule";
import { Waivers } from "../../../policy/mechanism/waivers";
import { rules } from "../../../policy/packs/all";
import { clouds } from "../../../providers";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";
import { analyze, analyzeStack, type Given, levels, type Properties } from "./pack";

// A whole platform is recorded, and each of its resources judged.
jest.setTimeout(120_000);

type Environment = "dev" | "staging" | "prod";

/** What a stack of the platform with services in a cluster is made of, as the engine shows it at an update. */
async function madeOn(cloud: string, environment: Environment): Promise<Given[]> {
  const { registrations } = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specificationOn(cloud, environment, "kubernetes"), context))),
  );
  const made = registrations.filter(({ custom }) => custom);
  const providers = new Map(made.map(({ urn, id, inputs }) => [`${urn}::${id}`, inputs]));
  return made.map(({ type, name, id, outputs, protect, ignoreChanges, provider }) => {
    const settings = providers.get(provider);
    const properties = { ...outputs, id };
    const given = { type, name, stack: environment, protect, ignoreChanges, properties };
    return settings ? { ...given, provider: settings } : given;
  });
}

/** What rules say that fails a deployment, with no waiver. */
async function refusals(
  resources: readonly Given[],
  environment: Environment,
  asked: readonly Rule[],
): Promise<string[]> {
  const policiesFor = (scope: Rule["scope"], isConcerned: (types: readonly string[]) => boolean) =>
    asked
      .filter((rule) => rule.scope === scope && isConcerned(rule.types))
      .map((rule) => policyOf(rule, new Waivers([], [], "2026-01-01"), environment));
  const reported = [];
  for (const resource of resources) {
    const policies = policiesFor("resource", (types) => types.includes(resource.type));
    if (policies.length > 0) reported.push(await analyze(policies, resource));
  }
  const whole = policiesFor("stack", () => true);
  if (whole.length > 0) reported.push(await analyzeStack(whole, resources));
  return reported
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ level }) => level === levels.mandatory)
    .map(({ message }) => message.split("\n").slice(0, 3).join(" "));
}

/** The rules about clusters and what is in them; the others are proved on the clouds' own stacks. */
const concerned = rules.filter(({ id }) => /^(kubernetes|aws-eks|azure-aks|gcp-gke)-/.test(id));

/** Where services run in a cluster: in one of the stack's own, or in one that is there already. */
const places = Object.entries(clouds)
  .filter(([, { description }]) => description.existing ?? description.onKubernetes)
  .map(([cloud]) => cloud);

test("there is a cluster on each cloud, and one that is there already", () => {
  expect(places).toEqual(expect.arrayContaining(["aws", "kubernetes"]));
});

describe.each(places)("on %s", (cloud) => {
  test.each(["dev", "staging", "prod"] as const)(
    "the platform's own output in a cluster breaks no mandatory rule: %s",
    async (environment) => {
      expect(await refusals(await madeOn(cloud, environment), environment, concerned)).toEqual([]);
    },
  );
});

describe("in prod on AWS", () => {
  let made: Given[];

  beforeAll(async () => {
    made = await madeOn("aws", "prod");
  });

  const spec = "spec.template.spec";
  const container = `${spec}.containers.0`;
  const security = `${container}.securityContext`;
  const deployment = "apps/v1:Deployment";

  /** Rule that must notice, type, path of a property in it, and its weaker value; `undefined` takes it away. */
  const weakenings: readonly [string, string, string, Properties[string] | undefined][] = [
    ["kubernetes-no-privileged", deployment, `${security}.privileged`, true],
    ["kubernetes-no-privilege-escalation", deployment, `${security}.allowPrivilegeEscalation`, undefined],
    ["kubernetes-not-root", deployment, `${security}.runAsNonRoot`, false],
    ["kubernetes-not-root", deployment, `${security}.runAsUser`, 0],
    ["kubernetes-not-root", deployment, `${spec}.securityContext.runAsUser`, 0],
    ["kubernetes-capabilities-dropped", deployment, `${security}.capabilities`, undefined],
    ["kubernetes-capabilities-dropped", deployment, `${security}.capabilities.add`, ["NET_RAW"]],
    ["kubernetes-seccomp", deployment, `${security}.seccompProfile.type`, "Unconfined"],
    ["kubernetes-seccomp", deployment, `${spec}.securityContext.seccompProfile.type`, "Unconfined"],
    ["kubernetes-read-only-root", deployment, `${security}.readOnlyRootFilesystem`, false],
    ["kubernetes-no-privileged", deployment, `${spec}.initContainers.0.securityContext.privileged`, true],
    ["kubernetes-no-host-namespaces", deployment, `${spec}.hostNetwork`, true],
    ["kubernetes-no-host-path", deployment, `${spec}.volumes.0.hostPath`, { path: "/" }],
    ["kubernetes-no-host-port", deployment, `${container}.ports.0.hostPort`, 80],
    ["kubernetes-resources-limited", deployment, `${container}.resources.limits`, undefined],
    ["kubernetes-probes", deployment, `${container}.livenessProbe`, undefined],
    ["kubernetes-probes", deployment, `${container}.readinessProbe`, undefined],
    ["kubernetes-no-latest-tag", deployment, `${container}.image`, "web"],
    ["kubernetes-image-by-digest", deployment, `${container}.image`, "web:1"],
    [
      "kubernetes-no-secret-in-environment",
      deployment,
      `${container}.env`,
      [{ name: "TOKEN", value: "abc" }],
    ],
    ["kubernetes-no-secret-in-environment", "core/v1:ConfigMap", "data.API_KEY", "abc"],
    ["kubernetes-service-account-token", deployment, `${spec}.automountServiceAccountToken`, undefined],
    ["kubernetes-not-in-default-namespace", deployment, "metadata.namespace", undefined],
    ["kubernetes-namespace-pod-security", "core/v1:Namespace", "metadata.labels", {}],
    [
      "kubernetes-namespace-denies-by-default",
      "networking.k8s.io/v1:NetworkPolicy",
      "spec.policyTypes",
      ["Egress"],
    ],
    [
      "kubernetes-workload-network-policy",
      "networking.k8s.io/v1:NetworkPolicy",
      "metadata.namespace",
      "other",
    ],
    ["kubernetes-disruption-budget", "policy/v1:PodDisruptionBudget", "spec.selector", undefined],
    ["aws-eks-api-not-world-open", "aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess", true],
    ["aws-eks-api-within-network", "aws:eks/cluster:Cluster", "vpcConfig.endpointPrivateAccess", false],
    ["aws-eks-logs", "aws:eks/cluster:Cluster", "enabledClusterLogTypes.1", "api"],
    ["aws-eks-secrets-own-key", "aws:eks/cluster:Cluster", "encryptionConfig", undefined],
  ];

  test.each(weakenings)("%s notices a weaker %s: %s", async (id, type, path, value) => {
    const token = type.startsWith("aws:") ? type : `kubernetes:${type}`;
    const weakened = made.map((resource) =>
      resource.type === token
        ? { ...resource, properties: changed(resource.properties ?? {}, path, value) }
        : resource,
    );
    const asked = rules.filter((rule) => rule.id === id);
    expect((await refusals(weakened, "prod", asked)).join("\n")).toContain(`[${id}]`);
  });
});

/** The properties with the one at a path changed; numbers on the way are places in lists. */
function changed(properties: Properties, path: string, value: Properties[string] | undefined): Properties {
  const copy = structuredClone(properties);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const place = names.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), copy);
  if (!isObject(place)) throw new Error(`there is no ${names.join(".")}`);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
