import type { Properties } from "../../../../localcloud/rules";
import { describeMistakesOn, type Mistake } from "../trial";
import { LocalCluster } from "./cluster";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/73e2d6bc24d8a067";
const binding: Properties = {
  apiVersion: "eks.amazonaws.com/v1",
  kind: "TargetGroupBinding",
  metadata: { name: "it" },
  spec: { serviceRef: { name: "api", port: 8000 }, targetGroupARN: arn, targetType: "ip" },
};
const delivery = (objects: string): Properties => ({
  apiVersion: "secrets-store.csi.x-k8s.io/v1",
  kind: "SecretProviderClass",
  metadata: { name: "it" },
  spec: {
    provider: "aws",
    parameters: { objects },
    secretObjects: [
      { secretName: "api", type: "Opaque", data: [{ objectName: "DATABASE_URL", key: "DATABASE_URL" }] },
    ],
  },
});
const objects = (objectAlias: string) => JSON.stringify([{ objectName: "arn:aws:…", objectAlias }]);
const pool: Properties = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "it" },
  spec: { template: { spec: { nodeClassRef: { kind: "NodeClass", name: "default" }, requirements: [] } } },
};

const mistakes: readonly Mistake<LocalCluster>[] = [
  {
    mistake: "a binding to something else than a target group",
    type: "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
    right: binding,
    wrong: { spec: { serviceRef: { name: "api", port: 8000 }, targetGroupARN: "api" } },
    path: "spec.targetGroupARN",
    words: "not the ARN of a target group",
  },
  {
    mistake: "a binding of no service",
    type: "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
    right: binding,
    wrong: { spec: { targetGroupARN: arn } },
    path: "spec.serviceRef.name",
    words: "Required value",
  },
  {
    mistake: "a binding to a kind of target that there is not",
    type: "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
    right: binding,
    wrong: { spec: { serviceRef: { name: "api", port: 8000 }, targetGroupARN: arn, targetType: "pod" } },
    path: "spec.targetType",
    words: "Unsupported value",
  },
  {
    mistake: "secrets that are kept and not mounted",
    type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    right: delivery(objects("DATABASE_URL")),
    wrong: delivery(objects("REDIS_URL")),
    path: "spec.secretObjects",
    words: 'nothing is mounted as "DATABASE_URL"',
  },
  {
    mistake: "secrets that are no list",
    type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    right: delivery(objects("DATABASE_URL")),
    wrong: delivery("DATABASE_URL"),
    path: "spec.parameters.objects",
    words: "not a list of objects",
  },
  {
    mistake: "machines of no class",
    type: "kubernetes:karpenter.sh/v1:NodePool",
    right: pool,
    wrong: { spec: { template: { spec: { requirements: [] } } } },
    path: "spec.template.spec.nodeClassRef.kind",
    words: "Required value",
  },
];
describeMistakesOn("kinds that a cloud's clusters bring", () => new LocalCluster(), mistakes);
