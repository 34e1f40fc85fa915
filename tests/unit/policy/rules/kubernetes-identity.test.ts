import { rule as namespacePodSecurity } from "../../../../policy/rules/identity/kubernetes-namespace-pod-security";
import { rule as noClusterAdmin } from "../../../../policy/rules/identity/kubernetes-no-cluster-admin";
import { rule as noRightsForEverybody } from "../../../../policy/rules/identity/kubernetes-no-rights-for-everybody";
import { rule as rbacNoEscalation } from "../../../../policy/rules/identity/kubernetes-rbac-no-escalation";
import { rule as rbacNoWildcard } from "../../../../policy/rules/identity/kubernetes-rbac-no-wildcard";
import { rule as rbacSecretsByName } from "../../../../policy/rules/identity/kubernetes-rbac-secrets-by-name";
import { rule as serviceAccountToken } from "../../../../policy/rules/identity/kubernetes-service-account-token";
import { describeRule, type Given, type Properties, unknown } from "../pack";
import { each, everywhere, of, pod } from "./kubernetes-pods";

const rbac = "rbac.authorization.k8s.io";
const other = of("core/v1:Node");

/** The same properties in each kind, version and form of what gives rights. */
function inAll(kinds: readonly string[], properties: Properties): Record<string, Given> {
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      ["v1", "v1beta1", "v1alpha1"].flatMap((version) => [
        [`${version} ${kind}`, of(`${rbac}/${version}:${kind}`, properties)],
        [`${version} ${kind}Patch`, of(`${rbac}/${version}:${kind}Patch`, properties)],
        [`${version} ${kind}List`, of(`${rbac}/${version}:${kind}List`, { items: [properties] })],
      ]),
    ),
  );
}
const roles = (...rules: Properties[]) => inAll(["Role", "ClusterRole"], { rules });
const role = (...rules: Properties[]): Given => of(`${rbac}/v1:Role`, { rules });
const on = (resources: string[], verbs: string[], more: Properties = {}): Properties => ({
  apiGroups: [""],
  resources,
  verbs,
  ...more,
});

const pods = on(["pods"], ["get", "list"]);
const empty = role();
describeRule(rbacNoWildcard, {
  compliant: {
    "named rights": role(pods),
    "addresses of health": role({ verbs: ["get"], nonResourceURLs: ["/healthz/*"] }),
  },
  violations: {
    ...each(roles(on(["pods"], ["*"])), "verbs holds *"),
    resources: [role(pods, on(["*"], ["get"])), "rules[1].resources holds *"],
    "a part of everything": [role(on(["*/scale"], ["update"])), "resources holds */scale"],
    groups: [role(on(["pods"], ["get"], { apiGroups: ["*"] })), "apiGroups holds *"],
    addresses: [role({ verbs: ["get"], nonResourceURLs: ["/*"] }), "nonResourceURLs holds /*"],
    "a single text instead of a list": [
      role({ apiGroups: "", resources: "pods", verbs: "*" }),
      "verbs holds *",
    ],
    "one beside what is unknown yet": [role(on([unknown], ["get"]), on(["pods"], ["*"])), "verbs holds *"],
  },
  notApplicable: {
    "a role without rules": empty,
    "a role made of others": of(`${rbac}/v1:ClusterRole`, { aggregationRule: {} }),
    "another type": other,
  },
  unknown: { "verbs that are unknown": role(on(["pods"], [unknown])) },
});

describeRule(rbacSecretsByName, {
  compliant: {
    "other kinds": role(pods),
    "named secrets": role(on(["secrets"], ["get"], { resourceNames: ["web"] })),
    "making them": role(on(["secrets"], ["create"])),
  },
  violations: {
    ...each(roles(on(["secrets"], ["get"])), "lets read every secret"),
    "a list, which shows values": [
      role(on(["pods", "secrets"], ["list"])),
      "rules[0] lets read every secret",
    ],
    "watching them": [role(pods, on(["secrets"], ["watch"])), "rules[1] lets read every secret"],
    "every kind": [role(on(["*"], ["get"])), "lets read every secret"],
    "every verb": [role(on(["secrets"], ["*"])), "lets read every secret"],
    "a list of names that is empty": [role(on(["secrets"], ["get"], { resourceNames: [] })), "every secret"],
  },
  notApplicable: { "a role without rules": empty, "another type": other },
  unknown: { "kinds that are unknown": role(on([unknown], ["get"])) },
});

const escalation = (kind: string, verb: string, detail: string): [Given, string] => [
  role(on([kind], [verb])),
  detail,
];
describeRule(rbacNoEscalation, {
  compliant: {
    "other rights": role(pods, on(["pods/log"], ["get"])),
    "one role by name": role(on(["clusterroles"], ["bind"], { resourceNames: ["view"] })),
  },
  violations: {
    ...each(roles(on(["clusterroles"], ["escalate"])), "give itself any right"),
    bind: escalation("roles", "bind", "take any role"),
    impersonate: escalation("serviceaccounts", "impersonate", "act as anybody"),
    tokens: escalation("serviceaccounts/token", "create", "make tokens"),
    "tokens by a star": escalation("*/token", "create", "make tokens"),
    proxy: escalation("nodes/proxy", "get", "run programs in every pod of a node"),
    exec: escalation("pods/exec", "create", "run programs in any pod"),
    attach: escalation("pods/attach", "get", "run programs in any pod"),
    approval: escalation("certificatesigningrequests/approval", "update", "sign certificates"),
    status: escalation("services/status", "patch", "take over the traffic"),
    webhooks: escalation("mutatingwebhookconfigurations", "create", "read and change every request"),
    volumes: escalation("persistentvolumes", "create", "mount folders of a node"),
    "every verb": escalation("users", "*", "act as anybody"),
  },
  notApplicable: { "a role without rules": empty, "another type": other },
  unknown: { "verbs that are unknown": role(on(["roles"], [unknown])) },
});

const binding = (properties: Properties): Given => of(`${rbac}/v1:ClusterRoleBinding`, properties);
const bindings = (properties: Properties) => inAll(["RoleBinding", "ClusterRoleBinding"], properties);
const to = (kind: string, name: string): Properties => ({
  roleRef: { kind: "ClusterRole", name: "view" },
  subjects: [{ kind, name }],
});
describeRule(noClusterAdmin, {
  compliant: {
    "another role": binding(to("User", "me")),
    "a role that is unknown yet": binding({
      roleRef: { name: unknown },
      subjects: [{ kind: "User", name: unknown }],
    }),
  },
  violations: {
    ...each(bindings({ roleRef: { kind: "ClusterRole", name: "cluster-admin" } }), "it gives cluster-admin"),
    ...each(bindings(to("Group", "system:masters")), "subjects[0] is system:masters"),
  },
  notApplicable: {
    "another type": other,
    "a patch of labels": of(`${rbac}/v1:RoleBindingPatch`, { metadata: {} }),
  },
  unknown: { "a reference that is unknown": binding({ roleRef: unknown }) },
});

describeRule(noRightsForEverybody, {
  compliant: {
    "a user": binding(to("User", "default")),
    "an account of its own": binding(to("ServiceAccount", "web")),
    "one that is unknown yet": binding(to("ServiceAccount", unknown)),
  },
  violations: {
    ...each(bindings(to("ServiceAccount", "default")), "the default service account"),
    ...Object.fromEntries(
      ["anonymous", "unauthenticated", "authenticated", "serviceaccounts", "serviceaccounts:shop"].map(
        (name): [string, [Given, string]] => [
          name,
          [binding(to("Group", `system:${name}`)), `is system:${name}`],
        ],
      ),
    ),
    "the second one": [
      binding({
        subjects: [
          { kind: "User", name: "me" },
          { kind: "User", name: "system:anonymous" },
        ],
      }),
      "subjects[1] is system:anonymous",
    ],
  },
  notApplicable: { "a binding of nobody": binding({ subjects: [] }), "another type": other },
  unknown: { "subjects that are unknown": binding({ subjects: unknown }) },
});

const mounting = (spec: Properties): Given => pod({}, spec);
describeRule(serviceAccountToken, {
  compliant: {
    "no token": mounting({ automountServiceAccountToken: false }),
    "an account of its own": mounting({
      automountServiceAccountToken: true,
      serviceAccountName: "controller",
    }),
    "an account that is unknown yet": mounting({
      automountServiceAccountToken: true,
      serviceAccountName: unknown,
    }),
    "an account by its old name": mounting({
      automountServiceAccountToken: true,
      serviceAccount: "controller",
    }),
  },
  violations: {
    ...each(everywhere({ automountServiceAccountToken: true }), "the token of the default account"),
    "no word of it": [mounting({ serviceAccountName: "web" }), "does not set automountServiceAccountToken"],
    "the default account by name": [
      mounting({ automountServiceAccountToken: "true", serviceAccountName: "default" }),
      "the token of the default account",
    ],
  },
  notApplicable: {
    "a patch of something else": of("apps/v1:DeploymentPatch", { spec: { replicas: 2 } }),
    "another type": other,
  },
  unknown: { "a switch that is unknown": mounting({ automountServiceAccountToken: unknown }) },
});

const place = (labels: Properties): Given => of("core/v1:Namespace", { metadata: { labels } });
const enforced = (level: string): Given => place({ "pod-security.kubernetes.io/enforce": level });
describeRule(namespacePodSecurity, {
  compliant: { restricted: enforced("restricted"), baseline: enforced("baseline") },
  violations: {
    nothing: [of("core/v1:Namespace"), "it enforces no standard"],
    "the standard that allows all": [enforced("privileged"), "it enforces no standard"],
    "a warning only": [place({ "pod-security.kubernetes.io/warn": "restricted" }), "it enforces no standard"],
    "one of a list": [of("core/v1:NamespaceList", { items: [{}] }), "items[0]: it enforces no standard"],
  },
  notApplicable: { "another type": other },
  unknown: { "labels that are unknown": of("core/v1:Namespace", { metadata: { labels: unknown } }) },
});
