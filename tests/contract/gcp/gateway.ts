import type { Evidence } from "../evidence";
import type { Value } from "../../unit/mocks";
import { at, list, number, type Resource, type Resources, text } from "../resource";

const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";

/** What the load balancer of each Gateway listens on, and each Service object that asks for one of its own. */
export function openListeners(resources: Resources): Evidence["openToInternet"] {
  const own = resources
    .of("kubernetes:core/v1:Service")
    .filter(({ inputs }) => !["", "ClusterIP"].includes(text(at(inputs, "spec.type"))))
    .flatMap(({ component, inputs }) =>
      list(at(inputs, "spec.ports")).map((each) => ({ component, port: number(at(each, "port")) })),
    );
  const listening = resources.of(gatewayType).flatMap(({ component, inputs }) =>
    list(at(inputs, "spec.listeners")).map((listener) => ({
      component,
      port: number(at(listener, "port")),
    })),
  );
  return [...listening, ...own];
}

/** The way in that GKE makes of a Gateway and what is said of it. */
export function gatewayEntry(resources: Resources): Evidence["entry"] {
  const [gateway] = resources.of(gatewayType);
  if (gateway === undefined) return undefined;
  const listeners = list(at(gateway.inputs, "spec.listeners"));
  const map = resources.with(
    "gcp:certificatemanager/certificateMap:CertificateMap",
    certificateMap(at(gateway.inputs, "metadata.annotations")),
    "name",
  );
  const policies = backendPolicies(resources);
  return {
    certificates: resources
      .of("gcp:certificatemanager/certificate:Certificate")
      .flatMap(({ inputs }) => list(at(inputs, "managed.domains")).map(text)),
    https: map !== undefined && listeners.some((listener) => at(listener, "protocol") === "HTTPS"),
    plainHttp: plainHttp(resources),
    oldestTls: oldestTls(resources, text(at(gateway.outputs, "metadata.name"))),
    firewall: policies.every(
      (policy) =>
        resources.with(
          "gcp:compute/securityPolicy:SecurityPolicy",
          at(policy?.inputs, "spec.default.securityPolicy"),
          "name",
        ) !== undefined,
    ),
    accessLogs: policies.every((policy) => at(policy?.inputs, "spec.default.logging.enabled") === true),
  };
}

/** Its key has dots, which `at` would take for a path. */
function certificateMap(annotations: Value): Value | undefined {
  return typeof annotations === "object" && annotations !== null && !Array.isArray(annotations)
    ? annotations["networking.gke.io/certmap"]
    : undefined;
}

/** The policy of each Service object that a route leads to. */
function backendPolicies(resources: Resources): (Resource | undefined)[] {
  const backends = routes(resources).flatMap(({ inputs }) =>
    list(at(inputs, "spec.rules")).flatMap((rule) => list(at(rule, "backendRefs"))),
  );
  return backends.map((backend) =>
    resources
      .of("kubernetes:networking.gke.io/v1:GCPBackendPolicy")
      .find(({ inputs }) => at(inputs, "spec.targetRef.name") === at(backend, "name")),
  );
}

function plainHttp(resources: Resources): "redirected" | "served" {
  const plain = routes(resources)
    .filter(({ inputs }) =>
      list(at(inputs, "spec.parentRefs")).some((parent) => at(parent, "sectionName") !== "https"),
    )
    .flatMap(({ inputs }) => list(at(inputs, "spec.rules")));
  return plain.every((rule) =>
    list(at(rule, "filters")).some((filter) => at(filter, "requestRedirect.scheme") === "https"),
  )
    ? "redirected"
    : "served";
}

function oldestTls(resources: Resources, gateway: string): number {
  const policy = resources
    .of("kubernetes:networking.gke.io/v1:GCPGatewayPolicy")
    .find(({ inputs }) => at(inputs, "spec.targetRef.name") === gateway);
  const spoken = resources.with(
    "gcp:compute/sSLPolicy:SSLPolicy",
    at(policy?.inputs, "spec.default.sslPolicy"),
    "name",
  );
  return number(/^TLS_(1_[0-3])$/.exec(text(spoken?.inputs["minTlsVersion"]))?.[1]?.replace("_", "."));
}

function routes(resources: Resources): readonly Resource[] {
  return resources.of("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute");
}
