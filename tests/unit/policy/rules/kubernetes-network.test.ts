import { rule as namespaceDeniesByDefault } from "../../../../policy/rules/network/kubernetes-namespace-denies-by-default";
import { rule as serviceNotWorldOpen } from "../../../../policy/rules/network/kubernetes-service-not-world-open";
import { rule as workloadNetworkPolicy } from "../../../../policy/rules/network/kubernetes-workload-network-policy";
import { rule as networkPolicyNotWorldOpen } from "../../../../policy/rules/network/kubernetes-network-policy-not-world-open";
import { rule as egressNoMetadata } from "../../../../policy/rules/network/kubernetes-egress-no-metadata";
import { Property } from "../../../../policy/mechanism/property";
import { describeRule, type Given, type Properties, unknown } from "../pack";
import { each, everywhere, of } from "./kubernetes-pods";

const policy = (spec: Properties, namespace = "shop", more: Partial<Given> = {}): Given =>
  of("networking.k8s.io/v1:NetworkPolicy", { metadata: { namespace }, spec }, { name: "policy", ...more });
const namespace = of("core/v1:Namespace", { metadata: { name: "shop" } }, { name: "place" });
const both = ["Ingress", "Egress"];
const deny = { podSelector: {}, policyTypes: both };

describeRule(namespaceDeniesByDefault, {
  compliant: {
    "one policy for both": [namespace, policy(deny)],
    "two policies": [
      namespace,
      policy({ podSelector: {}, policyTypes: ["Ingress"] }),
      policy({ podSelector: {}, policyTypes: "Egress" }, "shop", { name: "second" }),
    ],
    "no word of types, with a way out": [namespace, policy({ podSelector: {}, egress: [{}] })],
    "a policy of the old version": [
      namespace,
      of(
        "extensions/v1beta1:NetworkPolicy",
        { metadata: { namespace: "shop" }, spec: deny },
        { name: "policy" },
      ),
    ],
    "a name that is unknown yet": [
      of("core/v1:Namespace", { metadata: { name: unknown } }, { name: "place" }),
      policy(deny, unknown, { sources: { metadata: ["place"] } }),
    ],
  },
  violations: {
    "no policy": [[namespace], "closes Ingress"],
    "a policy elsewhere": [[namespace, policy(deny, "other")], "closes Egress"],
    "a policy in the default namespace": [
      [namespace, of("networking.k8s.io/v1:NetworkPolicy", { spec: deny }, { name: "policy" })],
      "closes Ingress",
    ],
    "what comes in only": [[namespace, policy({ podSelector: {} })], "closes Egress"],
    "what goes out only": [
      [namespace, policy({ podSelector: {}, policyTypes: ["Egress"] })],
      "closes Ingress",
    ],
    "a policy for some": [
      [namespace, policy({ ...deny, podSelector: { matchLabels: { a: "b" } } })],
      "closes Ingress",
    ],
    "a policy for some by an expression": [
      [namespace, policy({ ...deny, podSelector: { matchExpressions: [{ key: "a", operator: "Exists" }] } })],
      "closes Ingress",
    ],
  },
  notApplicable: { "another type": [policy(deny)] },
  unknown: { "types that are unknown": [namespace, policy({ podSelector: {}, policyTypes: unknown })] },
});

const labels = { app: "web" };
const web = (more: Properties = {}, given: Partial<Given> = {}): Given =>
  of(
    "apps/v1:Deployment",
    { metadata: { namespace: "shop", ...more }, spec: { template: { metadata: { labels } } } },
    { name: "web", ...given },
  );
const unselected = Object.fromEntries(
  Object.entries(everywhere({})).filter(([type]) => !type.endsWith("Patch")),
);
const [selected, excluded] = (["Exists", "DoesNotExist"] as const).map((operator) => ({
  podSelector: { matchExpressions: [{ key: "app", operator }] },
}));
describeRule(workloadNetworkPolicy, {
  compliant: {
    "a policy for it": [web(), policy({ podSelector: { matchLabels: labels } })],
    "a policy for all": [web(), policy(deny)],
    "a policy by an expression": [web(), policy(selected ?? {})],
    "the provider's namespace": [of("batch/v1:Job", {}, { provider: { namespace: "shop" } }), policy(deny)],
    "a namespace that is unknown yet": [
      web({ namespace: unknown }, { sources: { metadata: ["place"] } }),
      policy(deny, unknown, { sources: { metadata: ["place"] } }),
      namespace,
    ],
  },
  violations: {
    ...each(unselected, "no NetworkPolicy of its namespace"),
    "a policy elsewhere": [[web(), policy(deny, "other")], "no NetworkPolicy"],
    "a policy for others": [
      [web(), policy({ podSelector: { matchLabels: { app: "api" } } })],
      "no NetworkPolicy",
    ],
    "a policy for others by an expression": [[web(), policy(excluded ?? {})], "no NetworkPolicy"],
    "a policy of what goes out": [
      [web(), policy({ podSelector: {}, policyTypes: ["Egress"] })],
      "no NetworkPolicy",
    ],
    "two namespaces that are unknown yet": [
      [
        web({ namespace: unknown }, { sources: { metadata: ["place"] } }),
        policy(deny, unknown, { sources: { metadata: ["second"] } }),
        namespace,
        of("core/v1:Namespace", {}, { name: "second" }),
      ],
      "no NetworkPolicy",
    ],
  },
  notApplicable: { "another type": [namespace] },
  unknown: {
    "a label that is unknown": [
      of("core/v1:PodTemplate", {
        metadata: { namespace: "shop" },
        template: { metadata: { labels: { app: unknown } } },
      }),
      policy({ podSelector: { matchLabels: labels } }),
    ],
  },
});

const service = (spec: Properties, annotations: Properties = {}): Given =>
  of("core/v1:Service", { metadata: { annotations }, spec });
const balancer = { type: "LoadBalancer" };
const ranges = (...list: string[]): Given => service({ ...balancer, loadBalancerSourceRanges: list });
describeRule(serviceNotWorldOpen, {
  compliant: {
    "named sources": ranges("203.0.113.0/24"),
    "sources by annotation": service(balancer, {
      "service.beta.kubernetes.io/load-balancer-source-ranges": "203.0.113.0/24, 10.0.0.0/8",
    }),
    "within AWS": service(balancer, { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" }),
    "within Azure": service(balancer, { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }),
    "within Google": service(balancer, { "networking.gke.io/load-balancer-type": "Internal" }),
  },
  violations: {
    "no word of it": [service(balancer), "it is open to the internet"],
    everything: [ranges("0.0.0.0/0"), "it is open to the internet"],
    "everything by IPv6": [ranges("10.0.0.0/8", "::/0"), "it is open to the internet"],
    "everything in halves": [ranges("0.0.0.0/1", "128.0.0.0/1"), "it is open to the internet"],
    "a port of each node": [service({ type: "NodePort" }), "a port of each node"],
    "within by a wrong word": [
      service(balancer, { "service.beta.kubernetes.io/azure-load-balancer-internal": "false" }),
      "it is open to the internet",
    ],
    "an address of others": [service({ externalIPs: ["203.0.113.1"] }), "externalIPs[0] takes an address"],
    "one of a list": [
      of("core/v1:ServiceList", { items: [{ spec: balancer }] }),
      "items[0]: it is open to the internet",
    ],
    "a patch to it": [of("core/v1:ServicePatch", { spec: { type: "NodePort" } }), "a port of each node"],
  },
  notApplicable: {
    "within the cluster": service({ type: "ClusterIP" }),
    "the default": service({}),
    "another type": of("core/v1:Endpoints"),
  },
  unknown: {
    "sources that are unknown": ranges(unknown),
    "a type that is unknown": service({ type: unknown }),
  },
});

describe("with a Service that was declared", () => {
  const services = new Property({ services: ["it"] });
  describeRule(
    {
      ...serviceNotWorldOpen,
      check: (resource: Parameters<typeof serviceNotWorldOpen.check>[0]) =>
        serviceNotWorldOpen.check(resource, services),
    },
    {
      compliant: { "it, to everybody": service(balancer), "it, on each node": service({ type: "NodePort" }) },
      violations: {
        "another one": [{ ...service(balancer), name: "other" }, "it is open to the internet"],
        "an address of others even so": [
          service({ externalIPs: ["203.0.113.1"] }),
          "externalIPs[0] takes an address",
        ],
      },
      notApplicable: {},
    },
  );
});

describeRule(networkPolicyNotWorldOpen, {
  compliant: {
    "the load balancer's": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/16" } }] }] } },
    },
    pods: {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { ingress: [{ from: [{ podSelector: {} }] }] } },
    },
  },
  violations: {
    "the world": [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: { spec: { ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] } },
      },
      "spec.ingress[0] lets the internet in",
    ],
    "its halves": [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: {
          spec: {
            ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/1" } }, { ipBlock: { cidr: "128.0.0.0/1" } }] }],
          },
        },
      },
      "lets the internet in",
    ],
    IPv6: [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: { spec: { ingress: [{ from: [{ ipBlock: { cidr: "::/0" } }] }] } },
      },
      "lets the internet in",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "no way in": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { policyTypes: ["Ingress"] } },
    },
  },
  unknown: {
    "a block": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { ingress: [{ from: [{ ipBlock: { cidr: unknown } }] }] } },
    },
  },
});

describeRule(egressNoMetadata, {
  compliant: {
    "the world but for it": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: {
        spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }] }] },
      },
    },
    "that address kept": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: {
        spec: {
          egress: [
            { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "169.254.169.254/32"] } }] },
          ],
        },
      },
    },
    "another network": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] } },
    },
    "that address alone": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }] }] } },
    },
    IPv6: {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }] } },
    },
    pods: {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { egress: [{ to: [{ podSelector: {} }] }] } },
    },
  },
  violations: {
    "the world": [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] } },
      },
      "spec.egress[0].to[0] reaches 169.254.169.254",
    ],
    "the world but for others": [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: {
          spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] }] },
        },
      },
      "reaches 169.254.169.254",
    ],
    "its network": [
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: "169.254.0.0/16" } }] }] } },
      },
      "reaches 169.254.169.254",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "no way out": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { policyTypes: ["Egress"] } },
    },
  },
  unknown: {
    "a block": {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      properties: { spec: { egress: [{ to: [{ ipBlock: { cidr: unknown } }] }] } },
    },
  },
});
