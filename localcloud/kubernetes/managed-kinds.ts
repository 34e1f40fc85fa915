import { at, isRecord, list, parse, refuse, text } from "../reading";
import type { Check, Properties } from "../rules";
import type { KindFacts } from "./kinds";

/** A kind that clusters of a cloud define by themselves, or an add-on of the cloud does. */
interface ManagedKind extends KindFacts {
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

/** The Secrets Store CSI driver: what it mounts must be what it keeps as a Secret object. */
const secretProviderClass: Check = (object) => {
  const written = text(at(object, "spec.parameters.objects"));
  const objects = written === undefined ? undefined : parse(written);
  if (at(object, "spec.provider") !== "aws" || written === undefined) return missing(object, "spec.provider");
  if (!Array.isArray(objects))
    return refuse("spec.parameters.objects", "Invalid value: not a list of objects");
  const mounted = objects.filter(isRecord).map((each) => each["objectAlias"] ?? each["objectName"]);
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

export const managedKinds: readonly ManagedKind[] = [
  { module: "eks.amazonaws.com/v1", kind: "TargetGroupBinding", check: targetGroupBinding },
  { module: "karpenter.sh/v1", kind: "NodePool", scope: "cluster", check: nodePool },
  {
    module: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    check: secretProviderClass,
  },
];
