import type { Evidence, ServiceEvidence } from "../evidence";
import { generated } from "../generated";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { programOf } from "../kubernetes/workloads";
import { traces } from "../traces";
import type { Value } from "../../unit/mocks";

const accountType = "gcp:serviceaccount/account:Account";
const secret = "gcp:secretmanager/secret:Secret";

type Services = Pick<Evidence, "services" | "secrets" | "generated" | "registries">;

export function services(resources: Resources): Services {
  return {
    generated: generated(resources),
    services: resources
      .of("gcp:cloudrunv2/service:Service")
      .map((service) => serviceEvidence(resources, service)),
    secrets: resources.of(secret).map((each) => ({
      id: text(each.inputs["secretId"]),
      component: each.component,
      readers: readers(resources, each),
      key: text(at(each.inputs, "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName")),
      versions: resources
        .of("gcp:secretmanager/secretVersion:SecretVersion")
        .filter(({ inputs }) => inputs["secret"] === each.id)
        .map(({ outputs }) => text(outputs["version"])),
    })),
    registries: resources
      .of("gcp:artifactregistry/repository:Repository")
      .filter(({ inputs }) => inputs["mode"] !== "REMOTE_REPOSITORY")
      .map(({ id, name, inputs }) => ({
        name,
        openToAll: resources
          .of("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember")
          .filter((grant) => [id, inputs["repositoryId"]].includes(grant.inputs["repository"] ?? null))
          .some((grant) => /^all(?:Authenticated)?Users$/.test(text(grant.inputs["member"]))),
        untaggedDays: untaggedDays(inputs),
        immutable: at(inputs, "dockerConfig.immutableTags") === true,
        scanned:
          at(inputs, "vulnerabilityScanningConfig.enablementConfig") === "INHERITED" &&
          resources.some("gcp:projects/service:Service", "service", "containerscanning.googleapis.com"),
        key: text(inputs["kmsKeyName"]),
      })),
  };
}

const SECONDS_OF_A_DAY = 86_400;

function untaggedDays(inputs: Resource["inputs"]): number {
  if (inputs["cleanupPolicyDryRun"] === true) return NaN;
  const ages = list(inputs["cleanupPolicies"])
    .filter((each) => at(each, "action") === "DELETE" && at(each, "condition.tagState") === "UNTAGGED")
    .map((each) => number(text(at(each, "condition.olderThan")).replace(/s$/, "")));
  return (ages[0] ?? NaN) / SECONDS_OF_A_DAY;
}

function serviceEvidence(resources: Resources, { component, inputs }: Resource): ServiceEvidence {
  const [container = null, ...beside] = list(at(inputs, "template.containers"));
  const variables = list(at(container, "envs"));
  const plain = named(
    variables.filter((each) => at(each, "valueSource") === null),
    "value",
  );
  const identity = text(at(inputs, "template.serviceAccount"));
  const holds = (target: string) => number(at(inputs, `template.scaling.${target}`)) > 0;
  const probe = (kind: string): string => text(at(container, `${kind}.httpGet.path`));
  const [traffic = null, ...others] = list(inputs["traffics"]);
  const latest = traffic === null || text(at(traffic, "type")).endsWith("_LATEST");
  return {
    name: component,
    image: text(at(container, "image")),
    plain,
    references: named(variables, "valueSource.secretKeyRef.secret"),
    versions: named(variables, "valueSource.secretKeyRef.version"),
    identity,
    min: number(at(inputs, "template.scaling.minInstanceCount")),
    max: number(at(inputs, "template.scaling.maxInstanceCount")),
    scaling: {
      signals: [
        ...(holds("cpuUtilization") ? ["cpu" as const] : []),
        ...(holds("concurrencyUtilization") ? ["requests" as const] : []),
      ],
      // Replicas go after 15 minutes without a request, whatever is set.
      slowerIn: undefined,
    },
    probes: ["startupProbe", "readinessProbe", "livenessProbe"].map(probe),
    // Cloud Run spreads instances over the zones of the region by itself.
    zones: Infinity,
    exposed: inputs["ingress"] === "INGRESS_TRAFFIC_ALL" || inputs["defaultUriDisabled"] !== true,
    // A revision gets traffic only when its start-up probe passed; until then the one before keeps it.
    fallsBack: latest && others.length === 0 && probe("startupProbe") !== "",
    takenBackBy: [],
    // What they run as, and what they may, is up to the image.
    containers: [],
    traces: traces(
      plain,
      beside.map((each) => named(list(at(each, "envs")), "value")),
      "googlecloud",
      resources
        .of("gcp:projects/iAMMember:IAMMember")
        .filter((grant) => grant.inputs["role"] === "roles/cloudtrace.agent")
        .some((grant) => grant.inputs["member"] === `serviceAccount:${identity}`),
    ),
  };
}

function named(variables: readonly Value[], path: string): Record<string, string> {
  const entries = variables.map((each) => [text(at(each, "name")), text(at(each, path))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

const accessor = /^roles\/(?:secretmanager\.(?:secretAccessor|admin)|owner|editor)$/;

/** Components of the accounts that may read the secret: by a grant on it, or on the whole project. */
function readers(resources: Resources, { id, inputs }: Resource): string[] {
  const grants = [
    ...resources
      .of("gcp:secretmanager/secretIamMember:SecretIamMember")
      .filter((grant) => [id, inputs["secretId"]].includes(grant.inputs["secretId"] ?? null)),
    ...resources.of("gcp:projects/iAMMember:IAMMember"),
  ].filter((grant) => accessor.test(text(grant.inputs["role"])));
  return [...new Set(grants.map((grant) => owner(resources, text(grant.inputs["member"]))))];
}

/** The component of a service account, or of a Kubernetes ServiceAccount; or the member itself. */
function owner(resources: Resources, member: string): string {
  const [, pods] = /\/subject\/ns\/[^/]+\/sa\/([^/]+)$/.exec(member) ?? [];
  const account = resources
    .of("kubernetes:core/v1:ServiceAccount")
    .find(({ outputs }) => at(outputs, "metadata.name") === pods);
  if (pods !== undefined) return account ? programOf(account) : member;
  const email = member.replace(/^serviceAccount:/, "");
  return resources.with(accountType, email, "email")?.component ?? member;
}
