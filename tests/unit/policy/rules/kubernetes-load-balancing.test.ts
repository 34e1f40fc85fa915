import { rule as ingressTls } from "../../../../policy/rules/load-balancing/kubernetes-ingress-tls";
import { rule as gatewayHttps } from "../../../../policy/rules/load-balancing/kubernetes-gateway-https";
import { rule as gkeBackendGuarded } from "../../../../policy/rules/load-balancing/kubernetes-gke-backend-guarded";
import { rule as gkeGatewayTls } from "../../../../policy/rules/load-balancing/kubernetes-gke-gateway-tls";
import { describeRule, type Given, type Properties, unknown } from "../pack";
import { each, of } from "./kubernetes-pods";

const types = ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"];
const ingress = (spec: Properties, annotations: Properties = {}): Given =>
  of("networking.k8s.io/v1:Ingress", { metadata: { annotations }, spec });
const host = { rules: [{ host: "shop.example.com" }] };
const open = Object.fromEntries(
  types.flatMap((type) => [
    [type, of(`${type}:Ingress`, { spec: host })],
    [`${type} list`, of(`${type}:IngressList`, { items: [{ spec: host }] })],
  ]),
);

describeRule(ingressTls, {
  compliant: {
    "its host": ingress({ ...host, tls: [{ hosts: ["shop.example.com"], secretName: "c" }] }),
    "a star": ingress({ ...host, tls: [{ hosts: ["*.example.com"] }] }),
    "a certificate for all": ingress({ ...host, tls: [{ secretName: "c" }] }),
    "a rule without a host": ingress({ rules: [{}], tls: [{ secretName: "c" }] }),
    "AWS's certificate": ingress(host, { "alb.ingress.kubernetes.io/certificate-arn": unknown }),
    "Google's certificate": ingress(host, { "networking.gke.io/managed-certificates": "c" }),
  },
  violations: {
    ...each(open, "it has no certificate"),
    "an empty list": [ingress({ ...host, tls: [] }), "it has no certificate"],
    "another host": [
      ingress({ ...host, tls: [{ hosts: ["example.com"] }] }),
      "no certificate is for shop.example.com",
    ],
    "a star for one label only": [
      ingress({ rules: [{ host: "a.b.example.com" }], tls: [{ hosts: ["*.example.com"] }] }),
      "no certificate is for a.b.example.com",
    ],
    "the second host": [
      ingress({ rules: [{ host: "a.example" }, { host: "b.example" }], tls: { hosts: "a.example" } }),
      "no certificate is for b.example",
    ],
    "a patch that takes it": [
      of("networking.k8s.io/v1:IngressPatch", { spec: { ...host, tls: [{ hosts: ["x"] }] } }),
      "no certificate is for shop.example.com",
    ],
  },
  notApplicable: {
    "a patch of something else": of("networking.k8s.io/v1:IngressPatch", { spec: host }),
    "another type": of("networking.k8s.io/v1:IngressClass"),
  },
  unknown: { "hosts that are unknown": ingress({ ...host, tls: [{ hosts: unknown }] }) },
});

const gateway = (...protocols: string[]): Given => ({
  type: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  name: "gateway",
  properties: {
    metadata: { name: "entry" },
    spec: { listeners: protocols.map((protocol) => ({ name: protocol.toLowerCase(), protocol })) },
  },
});
const route = (sectionName: string, rule: Properties): Given => ({
  type: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  name: "route",
  properties: { spec: { parentRefs: [{ name: "entry", sectionName }], rules: [rule] } },
});
describeRule(gatewayHttps, {
  compliant: {
    HTTPS: [gateway("HTTPS")],
    "HTTP that redirects": [
      gateway("HTTP", "HTTPS"),
      route("http", { filters: [{ requestRedirect: { scheme: "https" } }] }),
    ],
    "a route of HTTPS": [gateway("HTTP", "HTTPS"), route("https", {})],
  },
  violations: {
    "HTTP alone": [[gateway("HTTP")], "no listener serves HTTPS"],
    "HTTP that answers": [[gateway("HTTP", "HTTPS"), route("http", {})], "spec.rules[0] answers plain HTTP"],
    "HTTP with another filter": [
      [gateway("HTTP", "HTTPS"), route("http", { filters: [{ requestHeaderModifier: {} }] })],
      "answers plain HTTP",
    ],
  },
  notApplicable: { "a stack without gateways": [{ type: "kubernetes:core/v1:Namespace" }] },
  unknown: { listeners: [{ ...gateway("HTTP"), properties: { spec: { listeners: unknown } } }] },
});

describeRule(gkeBackendGuarded, {
  compliant: {
    both: {
      type: "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
      properties: { spec: { default: { securityPolicy: "p", logging: { enabled: true } } } },
    },
  },
  violations: {
    "no firewall": [
      {
        type: "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
        properties: { spec: { default: { logging: { enabled: true } } } },
      },
      "no securityPolicy",
    ],
    "no logs": [
      {
        type: "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
        properties: { spec: { default: { securityPolicy: "p" } } },
      },
      "logging is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
      properties: { spec: { default: { securityPolicy: "p", logging: { enabled: unknown } } } },
    },
  },
});

describeRule(gkeGatewayTls, {
  compliant: {
    "a policy": {
      type: "kubernetes:networking.gke.io/v1:GCPGatewayPolicy",
      properties: { spec: { default: { sslPolicy: "p" } } },
    },
    "one that is yet to be made": {
      type: "kubernetes:networking.gke.io/v1:GCPGatewayPolicy",
      properties: { spec: { default: { sslPolicy: unknown } } },
    },
  },
  violations: {
    none: [
      { type: "kubernetes:networking.gke.io/v1:GCPGatewayPolicy", properties: { spec: { default: {} } } },
      "no sslPolicy",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    settings: { type: "kubernetes:networking.gke.io/v1:GCPGatewayPolicy", properties: { spec: unknown } },
  },
});
