import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceSpecification } from "../../../components/specification";

/** What keeps all other pods off, and lets in those that say that they may be interrupted. */
const taint = { key: "platform/interruptible", value: "true", effect: "NoSchedule" } as const;

/**
 * Machines that EC2 can take back at two minutes' notice, in which EKS moves their pods; ordinary ones while there are no
 * such. Only made where a service may run on them.
 */
export function interruptiblePool(
  name: string,
  services: Readonly<Record<string, Pick<ServiceSpecification, "interruptible">>>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (!Object.values(services).some(({ interruptible }) => interruptible)) return;
  const oneOf = (key: string, ...values: readonly string[]) => ({ key, operator: "In", values });
  new CustomResource(
    name,
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "interruptible" },
      spec: {
        template: {
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" },
            taints: [taint],
            requirements: [
              oneOf("karpenter.sh/capacity-type", "spot", "on-demand"),
              oneOf("kubernetes.io/arch", "amd64"),
              oneOf("eks.amazonaws.com/instance-category", "c", "m", "r"),
              { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
            ],
          },
        },
        disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "30s" },
      },
    },
    opts,
  );
}

/** Where the pods of a service run. */
export function placement({ interruptible }: Pick<ServiceSpecification, "interruptible">) {
  return interruptible
    ? {
        nodeSelector: { "karpenter.sh/nodepool": "interruptible" },
        tolerations: [{ key: taint.key, operator: "Equal", value: taint.value, effect: taint.effect }],
      }
    : {};
}
