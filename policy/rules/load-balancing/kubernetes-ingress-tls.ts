import { compliant, every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { everyObject, typesOf, unchanged } from "../../subjects/kubernetes-object";
import type { ResourceRule } from "../../mechanism/rule";

/** Annotations by which controllers of the clouds are given a certificate that they keep themselves. */
const certificates = [
  "alb.ingress.kubernetes.io/certificate-arn",
  "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
  "networking.gke.io/managed-certificates",
  "ingress.gcp.kubernetes.io/pre-shared-cert",
];

/** Whether a certificate's name, which may begin with a star for one label, is that of a host. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && name.slice(1) === host.replace(/^[^.]+/, ""));
}

function isCovered(host: Property, entries: readonly Property[]): boolean {
  return entries.some((entry) => {
    const names = entry.get("hosts").items();
    // Without names its secret, or the controller's own certificate, is for every host.
    return names.length === 0 || names.some((name) => covers(name.text() ?? "", host.text() ?? ""));
  });
}

/** An Ingress has a certificate for each of its hosts. */
export const rule: ResourceRule = {
  id: "kubernetes-ingress-tls",
  title: "An Ingress has a certificate for each of its hosts.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "What is sent over plain HTTP, sessions and passwords too, can be read and changed on the way.",
  remedy: "Set spec.tls with each host, or the annotation by which the controller takes its certificate.",
  types: typesOf({ Ingress: ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"] }),
  scope: "resource",
  check: (resource) =>
    everyObject(resource, (object) => {
      const { properties, where } = object;
      const annotations = properties.get("metadata").get("annotations");
      if (certificates.some((name) => annotations.get(name).isSet())) return compliant;
      const spec = properties.get("spec");
      if (unchanged(object, spec.get("tls"))) return notApplicable;
      const entries = spec.get("tls").items();
      if (entries.length === 0) return require(false, `${where}it has no certificate (spec.tls)`);
      return every(spec.get("rules").items(), (rule) => {
        const host = rule.get("host");
        if (!host.isSet()) return compliant;
        return require(isCovered(host, entries), `${where}no certificate is for ${host.text() ?? host.path}`);
      });
    }),
};
