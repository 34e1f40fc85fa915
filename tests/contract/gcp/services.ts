import type { Evidence, ServiceEvidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import type { Value } from "../../unit/mocks";

const account = "gcp:serviceaccount/account:Account";
const secret = "gcp:secretmanager/secret:Secret";

export function services(resources: Resources): Pick<Evidence, "services" | "secrets" | "registries"> {
  return {
    services: resources.of("gcp:cloudrunv2/service:Service").map(serviceEvidence),
    secrets: resources.of(secret).map((each) => ({
      id: text(each.inputs["secretId"]),
      component: each.component,
      readers: readers(resources, each),
      key: text(at(each.inputs, "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName")),
    })),
    registries: resources
      .of("gcp:artifactregistry/repository:Repository")
      .filter(({ inputs }) => inputs["mode"] !== "REMOTE_REPOSITORY")
      .map(({ name, inputs }) => ({
        name,
        immutable: at(inputs, "dockerConfig.immutableTags") === true,
        scanned:
          at(inputs, "vulnerabilityScanningConfig.enablementConfig") === "INHERITED" &&
          resources.some("gcp:projects/service:Service", "service", "containerscanning.googleapis.com"),
        key: text(inputs["kmsKeyName"]),
      })),
  };
}

function serviceEvidence({ component, inputs }: Resource): ServiceEvidence {
  const container = at(inputs, "template.containers[0]");
  const variables = list(at(container, "envs"));
  const probe = (kind: string): string => text(at(container, `${kind}.httpGet.path`));
  const [traffic = null, ...others] = list(inputs["traffics"]);
  const latest = traffic === null || text(at(traffic, "type")).endsWith("_LATEST");
  return {
    name: component,
    image: text(at(container, "image")),
    plain: named(
      variables.filter((each) => at(each, "valueSource") === null),
      "value",
    ),
    references: named(variables, "valueSource.secretKeyRef.secret"),
    identity: text(at(inputs, "template.serviceAccount")),
    min: number(at(inputs, "template.scaling.minInstanceCount")),
    max: number(at(inputs, "template.scaling.maxInstanceCount")),
    probes: ["startupProbe", "readinessProbe", "livenessProbe"].map(probe),
    // Cloud Run spreads instances over the zones of the region by itself.
    zones: Infinity,
    exposed: inputs["ingress"] === "INGRESS_TRAFFIC_ALL" || inputs["defaultUriDisabled"] !== true,
    // A revision gets traffic only when its start-up probe passed; until then the one before keeps it.
    fallsBack: latest && others.length === 0 && probe("startupProbe") !== "",
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

/** The component of a service account, or the member itself. */
function owner(resources: Resources, member: string): string {
  const email = member.replace(/^serviceAccount:/, "");
  return resources.with(account, email, "email")?.component ?? member;
}
