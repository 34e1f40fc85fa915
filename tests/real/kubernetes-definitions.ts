const kinds = [
  ["monitoring.coreos.com", "v1", "PodMonitor"],
  ["monitoring.coreos.com", "v1", "PrometheusRule"],
  ["monitoring.coreos.com", "v1alpha1", "AlertmanagerConfig"],
  ["secrets-store.csi.x-k8s.io", "v1", "SecretProviderClass"],
  ["eks.amazonaws.com", "v1", "TargetGroupBinding"],
  ["karpenter.sh", "v1", "NodePool"],
] as const;

/** The kinds that a stack's objects need beside Kubernetes' own, with any content. */
export const definitions = kinds.map(([group, version, kind]) => {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("s") ? `${singular}es` : `${singular}s`;
  const any = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const schema = { openAPIV3Schema: { type: "object", properties: { spec: any } } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular },
      scope: kind === "NodePool" ? "Cluster" : "Namespaced",
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
});
