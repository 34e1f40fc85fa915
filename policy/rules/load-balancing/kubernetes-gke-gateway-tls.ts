import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A Google gateway refuses TLS that is older than its policy. */
export const rule: ResourceRule = {
  id: "kubernetes-gke-gateway-tls",
  title: "A Google gateway refuses TLS that is older than its policy.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "Google's default takes TLS 1.0, whose ciphers can be broken.",
  remedy: "Set spec.default.sslPolicy.",
  types: ["kubernetes:networking.gke.io/v1:GCPGatewayPolicy"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("spec").get("default").get("sslPolicy").isSet(), "it has no sslPolicy"),
};
