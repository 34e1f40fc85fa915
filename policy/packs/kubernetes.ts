import type { Rule } from "../mechanism/rule";
import { rule as namespaceDeniesByDefault } from "../rules/network/kubernetes-namespace-denies-by-default";
import { rule as serviceNotWorldOpen } from "../rules/network/kubernetes-service-not-world-open";
import { rule as workloadNetworkPolicy } from "../rules/network/kubernetes-workload-network-policy";
import { rule as networkPolicyNotWorldOpen } from "../rules/network/kubernetes-network-policy-not-world-open";
import { rule as egressNoMetadata } from "../rules/network/kubernetes-egress-no-metadata";
import { rule as ingressTls } from "../rules/load-balancing/kubernetes-ingress-tls";
import { rule as gatewayHttps } from "../rules/load-balancing/kubernetes-gateway-https";
import { rule as gkeBackendGuarded } from "../rules/load-balancing/kubernetes-gke-backend-guarded";
import { rule as gkeGatewayTls } from "../rules/load-balancing/kubernetes-gke-gateway-tls";
import { rule as capabilitiesDropped } from "../rules/containers/kubernetes-capabilities-dropped";
import { rule as disruptionBudget } from "../rules/containers/kubernetes-disruption-budget";
import { rule as imageByDigest } from "../rules/containers/kubernetes-image-by-digest";
import { rule as noHostNamespaces } from "../rules/containers/kubernetes-no-host-namespaces";
import { rule as noHostPath } from "../rules/containers/kubernetes-no-host-path";
import { rule as noHostPort } from "../rules/containers/kubernetes-no-host-port";
import { rule as noLatestTag } from "../rules/containers/kubernetes-no-latest-tag";
import { rule as noPrivilegeEscalation } from "../rules/containers/kubernetes-no-privilege-escalation";
import { rule as noPrivileged } from "../rules/containers/kubernetes-no-privileged";
import { rule as noSecretInEnvironment } from "../rules/containers/kubernetes-no-secret-in-environment";
import { rule as notRoot } from "../rules/containers/kubernetes-not-root";
import { rule as probes } from "../rules/containers/kubernetes-probes";
import { rule as readOnlyRoot } from "../rules/containers/kubernetes-read-only-root";
import { rule as resourcesLimited } from "../rules/containers/kubernetes-resources-limited";
import { rule as seccomp } from "../rules/containers/kubernetes-seccomp";
import { rule as namespacePodSecurity } from "../rules/identity/kubernetes-namespace-pod-security";
import { rule as noClusterAdmin } from "../rules/identity/kubernetes-no-cluster-admin";
import { rule as noRightsForEverybody } from "../rules/identity/kubernetes-no-rights-for-everybody";
import { rule as rbacNoEscalation } from "../rules/identity/kubernetes-rbac-no-escalation";
import { rule as rbacNoWildcard } from "../rules/identity/kubernetes-rbac-no-wildcard";
import { rule as rbacSecretsByName } from "../rules/identity/kubernetes-rbac-secrets-by-name";
import { rule as serviceAccountToken } from "../rules/identity/kubernetes-service-account-token";
import { rule as notInDefaultNamespace } from "../rules/platform/kubernetes-not-in-default-namespace";

/** The rules for objects in a cluster, whosever it is. */
export const kubernetes: readonly Rule[] = [
  namespaceDeniesByDefault,
  serviceNotWorldOpen,
  workloadNetworkPolicy,
  networkPolicyNotWorldOpen,
  egressNoMetadata,
  ingressTls,
  gatewayHttps,
  gkeBackendGuarded,
  gkeGatewayTls,
  capabilitiesDropped,
  disruptionBudget,
  imageByDigest,
  noHostNamespaces,
  noHostPath,
  noHostPort,
  noLatestTag,
  noPrivilegeEscalation,
  noPrivileged,
  noSecretInEnvironment,
  notRoot,
  probes,
  readOnlyRoot,
  resourcesLimited,
  seccomp,
  namespacePodSecurity,
  noClusterAdmin,
  noRightsForEverybody,
  rbacNoEscalation,
  rbacNoWildcard,
  rbacSecretsByName,
  serviceAccountToken,
  notInDefaultNamespace,
];
