import type { Evidence } from "../evidence";
import { whoReaches } from "../kubernetes/network";
import { programOf, workloads, type Surroundings } from "../kubernetes/workloads";
import { at, list, parsed, Resources, type Resource, text } from "../resource";
import { data } from "./data";
import { untagged } from ".";
import { dataSubnets, network } from "./network";
import { recovery } from "./recovery";
import { maySendTraces, services, zones } from "./services";
import { watching, type Program } from "./watching";

/** What the resources of a stack on EKS show of its promises: AWS's as everywhere, services as objects of the cluster. */
export function evidenceOnEks(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  return {
    ...network(resources),
    ...services(resources),
    services: workloads(resources, surroundings(resources)),
    ...data(resources, (group, port) =>
      isOfCluster(resources, group) ? podsThatReach(resources, port) : undefined,
    ),
    ...watching(resources, programs(resources)),
    ...recovery(resources),
    untagged: untagged(resources),
  };
}

function isOfCluster(resources: Resources, group: string): boolean {
  return resources
    .of("aws:eks/cluster:Cluster")
    .some(({ outputs }) => at(outputs, "vpcConfig.clusterSecurityGroupId") === group);
}

/** Auto Mode keeps network policies only where it is told to. */
function podsThatReach(resources: Resources, port: number): string[] {
  const kept = resources
    .of("kubernetes:core/v1:ConfigMap")
    .some(
      ({ inputs }) =>
        at(inputs, "metadata.name") === "amazon-vpc-cni" &&
        at(inputs, "metadata.namespace") === "kube-system" &&
        at(inputs, "data.enable-network-policy-controller") === "true",
    );
  if (!kept) return ["every pod"];
  const subnets = dataSubnets(resources).map((id) => resources.with("aws:ec2/subnet:Subnet", id));
  return whoReaches(
    resources,
    subnets.map((subnet) => text(subnet?.inputs["cidrBlock"])),
    port,
  );
}

function surroundings(resources: Resources): Surroundings {
  const [cluster] = resources.of("aws:eks/cluster:Cluster");
  return {
    secret: (name, key) => deliveredSecret(resources, name, key),
    identity: (account) => roleOf(resources, account),
    mayTrace: (account) => maySendTraces(resources, roleOf(resources, account)),
    traceExporter: "awsxray",
    asked: (service) =>
      programs(resources)
        .filter(({ component }) => component === service)
        .map(({ targetGroupArn }) => resources.with("aws:lb/targetGroup:TargetGroup", targetGroupArn, "arn"))
        .map((group) => text(at(group?.inputs, "healthCheck.path"))),
    zones: zones(resources, at(cluster?.inputs, "vpcConfig.subnetIds")),
  };
}

/** The role that EKS gives to the pods of a ServiceAccount. */
function roleOf(resources: Resources, serviceAccount: string): string {
  const association = resources
    .of("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .find(({ inputs }) => serviceAccount !== "" && inputs["serviceAccount"] === serviceAccount);
  return text(association?.inputs["roleArn"]);
}

/** What the driver puts under a key of a Secret object. */
function deliveredSecret(resources: Resources, name: string, key: string) {
  const delivery = resources
    .of("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass")
    .find(({ inputs }) => at(inputs, "spec.secretObjects[0].secretName") === name);
  const entry = list(at(delivery?.inputs, "spec.secretObjects[0].data")).find(
    (each) => at(each, "key") === key,
  );
  const object = list(parsed(at(delivery?.inputs, "spec.parameters.objects"))).find(
    (each) => at(each, "objectAlias") === at(entry, "objectName"),
  );
  return { id: text(at(object, "objectName")), version: text(at(object, "objectVersion")) };
}

function programs(resources: Resources): Program[] {
  const registered = resources.of("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding");
  return resources.of("kubernetes:apps/v1:Deployment").map((deployment) => {
    const component = programOf(deployment);
    const binding = registered.find((each) => each.component === component);
    return {
      component,
      measuredAs: text(at(deployment.outputs, "metadata.name")),
      targetGroupArn: text(at(binding?.inputs, "spec.targetGroupARN")),
    };
  });
}
