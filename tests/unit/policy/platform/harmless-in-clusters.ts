import type { Harmless } from "./platform";

/** Weakenings of what the platform makes in every cluster that no rule has to notice. */
export const harmlessInClusters: Harmless = [
  {
    because:
      "A service's availability and rollouts are promises of the platform, which tests/contract judges on the same resources.",
    what: ["kubernetes:policy/v1:PodDisruptionBudget (removed)"],
  },
  {
    because: "Holds no data, or nothing that is not elsewhere: it can be made again.",
    what: ["kubernetes:core/v1:Namespace (protect)"],
  },
  {
    because:
      "Keeps an update from taking back what the cloud changes by itself; the autoscaler's count is noticed where it is kept so.",
    what: ["kubernetes:apps/v1:Deployment (ignoreChanges)"],
  },
  {
    because: "Said a second time elsewhere in the same resource or beside it, where it is noticed.",
    what: [
      "kubernetes:apps/v1:Deployment spec.template.spec.containers[].securityContext.seccompProfile",
      "kubernetes:apps/v1:Deployment spec.template.spec.securityContext",
      "kubernetes:apps/v1:Deployment spec.template.spec.securityContext.runAsNonRoot",
      "kubernetes:apps/v1:Deployment spec.template.spec.securityContext.seccompProfile",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.containers[].securityContext.seccompProfile",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.securityContext",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.securityContext.runAsNonRoot",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.securityContext.seccompProfile",
      "kubernetes:core/v1:LimitRange spec.limits",
      "kubernetes:core/v1:LimitRange spec.limits[]",
      "kubernetes:core/v1:Namespace metadata.labels.pod-security.kubernetes.io/audit",
      "kubernetes:core/v1:Namespace metadata.labels.pod-security.kubernetes.io/warn",
    ],
  },
  {
    because: "The cloud refuses it, or nothing works with it: no rule has to find it.",
    what: ["kubernetes:networking.k8s.io/v1:NetworkPolicy spec.egress[].to[].ipBlock.except[]"],
  },
  {
    because: "The program's own settings: what they must be is the service's business.",
    what: [
      "kubernetes:core/v1:ConfigMap data.DEBUG",
      "kubernetes:core/v1:ConfigMap data.ENABLE_METRICS",
      "kubernetes:core/v1:ConfigMap data.JWT_EXPIRE_HOURS",
      "kubernetes:core/v1:ConfigMap immutable",
    ],
  },
  {
    because:
      "The token is that of an account of its own: what it may do its roles say, and those are judged.",
    what: [
      "kubernetes:apps/v1:Deployment spec.template.spec.automountServiceAccountToken",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.automountServiceAccountToken",
      "kubernetes:core/v1:ServiceAccount automountServiceAccountToken",
    ],
  },
  {
    because: "Without it less is let through: the namespace denies by default.",
    what: ["kubernetes:networking.k8s.io/v1:NetworkPolicy (removed)"],
  },
];
