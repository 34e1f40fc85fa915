import type { ServiceSpecification } from "../../../components/specification";

/** Label, and taint, of nodes that Google can take back at half a minute's notice. */
const spot = "cloud.google.com/gke-spot";

/** Where the pods of a service run. Autopilot makes such nodes when a pod asks for them. */
export function placement({ interruptible }: Pick<ServiceSpecification, "interruptible">) {
  return interruptible
    ? {
        nodeSelector: { [spot]: "true" },
        tolerations: [{ key: spot, operator: "Equal", value: "true", effect: "NoSchedule" }],
      }
    : {};
}
