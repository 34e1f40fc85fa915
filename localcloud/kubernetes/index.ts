import { at, list, isRecord } from "../reading";
import type { Check, CloudRules, ResourceRules, ResourceType } from "../rules";
import { clusterRoleBindingChecks, clusterRoleChecks, roleBindingChecks, roleChecks } from "./access";
import { configMapChecks, limitRangeChecks, quotaChecks, secretChecks } from "./data";
import { every } from "./every-object";
import { kinds, type KindFacts, typeOf } from "./kinds";
import { networkPolicyChecks } from "./network-policy";
import { managedKinds } from "./managed-kinds";
import { idOf, kindOf, nameOf } from "./object";
import { place, realKubeconfig } from "./place";
import { prometheusKinds } from "./prometheus-kinds";
import { autoscalerChecks, budgetChecks } from "./scaling";
import { ingressChecks, serviceChecks } from "./services";
import { cronChecks, deploymentChecks, jobChecks, podChecks, setChecks } from "./workloads";

const checks: Readonly<Record<string, readonly Check[]>> = {
  ClusterRole: clusterRoleChecks,
  ClusterRoleBinding: clusterRoleBindingChecks,
  ConfigMap: configMapChecks,
  CronJob: cronChecks,
  DaemonSet: setChecks,
  Deployment: deploymentChecks,
  HorizontalPodAutoscaler: autoscalerChecks,
  Ingress: ingressChecks,
  Job: jobChecks,
  LimitRange: limitRangeChecks,
  NetworkPolicy: networkPolicyChecks,
  Pod: podChecks,
  PodDisruptionBudget: budgetChecks,
  ReplicaSet: setChecks,
  ResourceQuota: quotaChecks,
  Role: roleChecks,
  RoleBinding: roleBindingChecks,
  Secret: secretChecks,
  Service: serviceChecks,
  StatefulSet: setChecks,
};

const namespace = "kubernetes:core/v1:Namespace";
const definition = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

function table(facts: KindFacts): ResourceRules {
  return {
    type: typeOf(facts),
    // Forms of names are judged with all other metadata.
    name: { property: "metadata.name", maximum: 253, pattern: /[^]*/, alphabet: "", unique: "id" },
    id: facts.scope === "cluster" ? nameOf : idOf,
    immutable: facts.immutable ?? [],
    check: checks[facts.kind] ?? [],
    ...(facts.scope !== "cluster" && {
      // Only says that it goes with its namespace: that this is there is judged with all other metadata.
      references: [{ path: "metadata.namespace", to: namespace, deletesWith: true, except: /^/ }],
    }),
    seconds: { create: facts.seconds ?? 1, update: facts.seconds ?? 1, delete: facts.seconds ?? 1 },
  };
}

/** A custom resource needs its definition. */
const definedCheck =
  (type: ResourceType): Check =>
  (_, world) => {
    const { apiVersion, kind } = kindOf(type);
    const [group, version] = apiVersion.split("/");
    const defined = world
      .all(definition)
      .some(
        ({ outputs }) =>
          at(outputs, "spec.group") === group &&
          at(outputs, "spec.names.kind") === kind &&
          list(at(outputs, "spec.versions")).some((each) => isRecord(each) && each["name"] === version),
      );
    return defined
      ? []
      : [{ path: "kind", reason: `no matches for kind "${kind}" in version "${apiVersion}"` }];
  };

/** Groups of resources that are defined in a cluster are domains; of the SDK's own, only those of `k8s.io` are. */
const isCustom = (type: ResourceType): boolean =>
  kindOf(type).apiVersion.split("/")[0]?.includes(".") === true;

function otherTable(type: ResourceType): ResourceRules {
  const [, module = "", kind = ""] = type.split(":");
  const managed = [...managedKinds, ...prometheusKinds].find((facts) => typeOf(facts) === type);
  if (managed !== undefined) return { ...table(managed), check: managed.check };
  const rules = table({ module, kind });
  return module.includes(".") && !/^[\w-]+(\.authorization|\.apiserver)?\.k8s\.io\//.test(module)
    ? { ...rules, check: definedCheck(type) }
    : rules;
}

/** A Kubernetes cluster: kept as objects, or a real API server where a kubeconfig leads to one on loopback. */
export const rules: CloudRules = {
  package: "kubernetes",
  account: "",
  place,
  every,
  resources: kinds.map(table),
  others: otherTable,
  open: isCustom,
  functions: [],
  async real(configuration, parts) {
    const kubeconfig = realKubeconfig(configuration);
    if (kubeconfig === undefined) return undefined;
    const { liveProvider } = await import("./live");
    return liveProvider(kubeconfig, unjudged, configuration, parts);
  },
};

/** For a server that judges objects itself, and says what becomes of them. */
const unjudged: CloudRules = {
  ...rules,
  every: { ...every, check: [], outputs: {} },
  resources: rules.resources.map((each) => ({ ...each, check: [] })),
  others: (type) => ({ ...otherTable(type), check: [] }),
};
