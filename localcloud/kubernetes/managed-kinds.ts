import { at, isRecord, list, parse, refuse, text } from "../reading";
import type { Check, Problem, Properties, Value } from "../rules";
import type { KindFacts } from "./kinds";

/** A kind that clusters define by themselves, or an add-on does. */
export interface ManagedKind extends KindFacts {
  readonly check: Check;
}

const missing = (object: Properties, ...paths: readonly string[]) =>
  paths.filter((path) => at(object, path) === undefined).flatMap((path) => refuse(path, "Required value"));

/** EKS Auto Mode. */
const targetGroupBinding: Check = (object) => {
  const arn = text(at(object, "spec.targetGroupARN"));
  return [
    ...missing(object, "spec.serviceRef.name", "spec.serviceRef.port", "spec.targetGroupARN"),
    ...(arn === undefined || /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+/.test(arn)
      ? []
      : refuse("spec.targetGroupARN", `Invalid value: "${arn}": not the ARN of a target group`)),
    ...(["ip", "instance", undefined].includes(text(at(object, "spec.targetType")))
      ? []
      : refuse("spec.targetType", 'Unsupported value: supported values: "instance", "ip"')),
  ];
};

const nodePool: Check = (object) =>
  missing(object, "spec.template.spec.nodeClassRef.kind", "spec.template.spec.requirements");

/** What the driver's provider for Azure asks for beside the objects. */
const ofVault = ["spec.parameters.keyvaultName", "spec.parameters.tenantId", "spec.parameters.clientID"];

/** Azure's provider reads each entry as a text of its own. */
const entriesOf = (array: Value | undefined) => list(array).map((each) => parse(text(each) ?? "") ?? null);

/** The Secrets Store CSI driver: what it mounts must be what it keeps as a Secret object. */
const secretProviderClass: Check = (object) => {
  const written = text(at(object, "spec.parameters.objects"));
  const objects = written === undefined ? undefined : parse(written);
  if (at(object, "spec.provider") === "gke") return googleSecrets(object);
  const provider = text(at(object, "spec.provider"));
  if (!["aws", "azure"].includes(provider ?? "") || written === undefined)
    return missing(object, "spec.provider");
  const entries = provider === "aws" ? objects : isRecord(objects) ? entriesOf(objects["array"]) : undefined;
  if (!Array.isArray(entries))
    return refuse("spec.parameters.objects", "Invalid value: not a list of objects");
  const vault = provider === "azure" ? missing(object, ...ofVault) : [];
  if (vault.length > 0) return vault;
  const mounted = entries.filter(isRecord).map((each) => each["objectAlias"] ?? each["objectName"]);
  return list(at(object, "spec.secretObjects"))
    .filter(isRecord)
    .flatMap((secret) =>
      list(secret["data"])
        .filter(isRecord)
        .filter(({ objectName }) => !mounted.includes(objectName))
        .flatMap(({ objectName }) =>
          refuse("spec.secretObjects", `Invalid value: nothing is mounted as "${text(objectName) ?? ""}"`),
        ),
    );
};

/** GKE reads `parameters.secrets`, YAML or JSON: one version of one secret by a path of its own each. */
function secretsOfGoogle(object: Properties): readonly Properties[] {
  const written = text(at(object, "spec.parameters.secrets"));
  const secrets = written === undefined ? undefined : parse(written);
  return Array.isArray(secrets) ? secrets.filter(isRecord) : [];
}

const googleSecrets = (object: Properties): readonly Problem[] => {
  const secrets = secretsOfGoogle(object);
  if (secrets.length === 0) return refuse("spec.parameters.secrets", "Invalid value: not a list of secrets");
  return secrets.flatMap((secret) => {
    const name = text(secret["resourceName"]) ?? "";
    return /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/[^/]+\/versions\/[^/]+$/.test(name) &&
      text(secret["path"]) !== undefined
      ? []
      : refuse(
          "spec.parameters.secrets",
          `Invalid value: "${name}": not one version of a secret, with a path`,
        );
  });
};

const secretSync: Check = (object) =>
  missing(
    object,
    "spec.serviceAccountName",
    "spec.secretProviderClassName",
    "spec.secretObject.type",
    "spec.secretObject.data",
  );

function hasCertificateMap(object: Properties): boolean {
  const annotations = at(object, "metadata.annotations");
  return isRecord(annotations) && annotations["networking.gke.io/certmap"] !== undefined;
}

/** GKE's Gateway controller. */
const gateway: Check = (object) => [
  ...missing(object, "spec.gatewayClassName", "spec.listeners"),
  ...list(at(object, "spec.listeners"))
    .filter(isRecord)
    .filter(({ protocol }) => protocol === "HTTPS")
    .filter(
      ({ tls }) =>
        !hasCertificateMap(object) && (!isRecord(tls) || list(tls["certificateRefs"]).length === 0),
    )
    .flatMap(() =>
      refuse(
        "spec.listeners",
        "Invalid value: an HTTPS listener has neither a certificate map nor certificates",
      ),
    ),
];

const httpRoute: Check = (object) => missing(object, "spec.parentRefs", "spec.rules");

const policyOfGke: Check = (object) =>
  missing(object, "spec.default", "spec.targetRef.kind", "spec.targetRef.name");

export const managedKinds: readonly ManagedKind[] = [
  { module: "eks.amazonaws.com/v1", kind: "TargetGroupBinding", check: targetGroupBinding },
  { module: "karpenter.sh/v1", kind: "NodePool", scope: "cluster", check: nodePool },
  {
    module: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    check: secretProviderClass,
  },
  { module: "secret-sync.gke.io/v1", kind: "SecretSync", check: secretSync },
  { module: "gateway.networking.k8s.io/v1", kind: "Gateway", check: gateway },
  { module: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", check: httpRoute },
  { module: "networking.gke.io/v1", kind: "GCPGatewayPolicy", check: policyOfGke },
  { module: "networking.gke.io/v1", kind: "GCPBackendPolicy", check: policyOfGke },
  { module: "networking.gke.io/v1", kind: "HealthCheckPolicy", check: policyOfGke },
];
