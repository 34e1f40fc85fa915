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
const monitor = (spec: Properties): Properties => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name: "it" },
  spec: { selector: {}, podMetricsEndpoints: [{ port: "http" }], ...spec },
});
const alarms = (...groups: readonly Properties[]): Properties => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "it" },
  spec: { groups: [...groups] },
});
const down: Properties = { alert: "down", expr: "up == 0", for: "5m" };
const receivers = (receiver: string): Properties => ({
  apiVersion: "monitoring.coreos.com/v1alpha1",
  kind: "AlertmanagerConfig",
  metadata: { name: "it" },
  spec: { route: { receiver }, receivers: [{ name: "owners" }] },
});

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
  {
    mistake: "a monitor that scrapes nothing",
    type: "kubernetes:monitoring.coreos.com/v1:PodMonitor",
    right: monitor({}),
    wrong: monitor({ podMetricsEndpoints: [] }),
    path: "spec.podMetricsEndpoints",
    words: "nothing would be scraped",
  },
  {
    mistake: "a rule that is neither an alert nor a record",
    type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    right: alarms({ name: "api", rules: [down] }),
    wrong: alarms({ name: "api", rules: [{ expr: "up == 0" }] }),
    path: "spec.groups",
    words: 'one of "record" and "alert"',
  },
  {
    mistake: "a rule for no duration",
    type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    right: alarms({ name: "api", rules: [down] }),
    wrong: alarms({ name: "api", rules: [{ ...down, for: "5 minutes" }] }),
    path: "spec.groups",
    words: '"5 minutes": not a duration',
  },
  {
    mistake: "two groups of one name",
    type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    right: alarms({ name: "api", rules: [down] }),
    wrong: alarms({ name: "api", rules: [down] }, { name: "api", rules: [down] }),
    path: "spec.groups",
    words: 'Duplicate value: "api"',
  },
  {
    mistake: "a route to nobody",
    type: "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig",
    right: receivers("owners"),
    wrong: receivers("owner"),
    path: "spec.route.receiver",
    words: "there is no such receiver",
  },
];
describeMistakesOn("kinds that a cloud's clusters bring", () => new LocalCluster(), mistakes);
