import { rule as ingressTls } from "../../../../policy/rules/load-balancing/kubernetes-ingress-tls";
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
