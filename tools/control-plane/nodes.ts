export interface NodeOptions {
  /** Number of nodes, over three zones in turn. Default 6. */
  readonly nodes?: number;
  /** One more node for each, of those that a cloud labels and keeps for pods that ask for them. Default: none. */
  readonly reserved?: readonly ReservedNode[];
}

export interface ReservedNode {
  readonly label: { readonly key: string; readonly value: string };
  /** Keeps all other pods off. */
  readonly taint: { readonly key: string; readonly value: string };
}

const region = "local-1";
const zones = ["a", "b", "c"].map((zone) => `${region}${zone}`);

/** Nodes as a kubelet registers them. kwok makes them ready. */
export function nodeObjects({ nodes = 6, reserved = [] }: NodeOptions) {
  const size = { cpu: "4", memory: "16Gi", "ephemeral-storage": "100Gi", pods: "110" };
  return Array.from({ length: nodes + reserved.length }, (_, index) => {
    const { label, taint } = reserved[index - nodes] ?? {};
    const name = `node-${String(index + 1)}`;
    return {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: {
          "kubernetes.io/arch": "amd64",
          "kubernetes.io/hostname": name,
          "kubernetes.io/os": "linux",
          "topology.kubernetes.io/region": region,
          "topology.kubernetes.io/zone": zones[index % zones.length] ?? region,
          ...(label && { [label.key]: label.value }),
        },
      },
      spec: { taints: taint ? [{ ...taint, effect: "NoSchedule" }] : [] },
      status: { allocatable: size, capacity: size },
    };
  });
}
