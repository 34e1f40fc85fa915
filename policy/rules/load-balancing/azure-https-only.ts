import { type Answer, compliant, every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

function webApp(properties: Property): Answer {
  return require(properties.get("httpsOnly").flag() === true, "httpsOnly is not set");
}

function gateway(properties: Property): Answer {
  const redirects = properties
    .get("redirectConfigurations")
    .items()
    .filter((redirect) => redirect.get("targetListener").isSet() || redirect.get("targetUrl").isSet());
  const routes = properties.get("requestRoutingRules").items();
  return every(properties.get("httpListeners").items(), (listener) => {
    if (lower(listener.get("protocol")) !== "http") return compliant;
    const name = listener.get("name").text() ?? listener.path;
    const used = routes.filter((route) => {
      const id = route.get("httpListener").get("id");
      return !id.isKnown() || (id.text() ?? "").endsWith(`/${name}`);
    });
    const plain = used.filter((route) => !route.get("redirectConfiguration").isSet());
    return require(redirects.length > 0 &&
      plain.length === 0, `the listener ${name} serves plain HTTP, and no redirect takes its place`);
  });
}

const checks: Readonly<Record<string, (properties: Property) => Answer>> = {
  "azure-native:cdn:Route": (properties) => {
    const protocols = properties
      .get("supportedProtocols")
      .items()
      .flatMap((item) => lower(item) ?? []);
    const http = protocols.length === 0 || protocols.includes("http");
    return require(!http ||
      (lower(properties.get("httpsRedirect")) ?? "disabled") ===
        "enabled", "it takes plain HTTP and redirects nobody (httpsRedirect)");
  },
  "azure-native:cdn:AFDOrigin": (properties) =>
    require(properties.get("enforceCertificateNameCheck").flag() !==
      false, "it does not look whose certificate the origin shows (enforceCertificateNameCheck)"),
  "azure-native:cdn:Endpoint": (properties) =>
    require(properties.get("isHttpAllowed").flag() === false, "isHttpAllowed is not false"),
  "azure-native:app:ContainerApp": (properties) => {
    const ingress = properties.get("configuration").get("ingress");
    if (!ingress.isSet()) return notApplicable;
    return require(ingress.get("allowInsecure").flag() !== true, "its ingress has allowInsecure");
  },
  "azure-native:web:WebApp": webApp,
  "azure-native:web:WebAppSlot": webApp,
  "azure-native:network:ApplicationGateway": gateway,
};

/** What answers requests does so by HTTPS; plain HTTP only redirects. */
export const rule: ResourceRule = {
  id: "azure-https-only",
  title: "What answers requests does so by HTTPS; plain HTTP only redirects.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_14", "CKV_AZURE_70", "CKV_AZURE_197", "CKV_AZURE_217"] },
  enforcement: "always",
  reason: "Anybody on the way reads and changes plain HTTP.",
  remedy:
    "Front Door: httpsRedirect; container apps: allowInsecure false; web apps: httpsOnly; gateways: a redirect.",
  types: Object.keys(checks),
  scope: "resource",
  check: ({ type, properties }) => checks[type]?.(properties) ?? notApplicable,
};
