import type { Properties } from "../../localcloud/rules";

/** A field's type; a list of one; a map, by the key `*`; or an object of named fields, those with `!` required. */
type Shape = "string" | "integer" | "boolean" | "either" | "any" | readonly [Shape] | Fields;
interface Fields {
  readonly [field: string]: Shape;
}

const texts: Shape = { "*": "string" };
const targetRef: Shape = { "group!": "string", "kind!": "string", "name!": "string", namespace: "string" };

/**
 * The kinds that a stack's objects need beside Kubernetes' own, each with the fields that its reference names where a stack
 * uses some. The server refuses any other.
 */
const kinds: readonly (readonly [group: string, version: string, kind: string, spec: Fields])[] = [
  // https://prometheus-operator.dev/docs/api-reference/api/
  [
    "monitoring.coreos.com",
    "v1",
    "PodMonitor",
    {
      jobLabel: "string",
      podTargetLabels: ["string"],
      namespaceSelector: { any: "boolean", matchNames: ["string"] },
      "selector!": { matchLabels: texts, matchExpressions: ["any"] },
      podMetricsEndpoints: [
        {
          ...{ port: "string", portNumber: "integer", path: "string", scheme: "string", interval: "string" },
          ...{ scrapeTimeout: "string", honorLabels: "boolean", honorTimestamps: "boolean" },
        },
      ],
    },
  ],
  [
    "monitoring.coreos.com",
    "v1",
    "PrometheusRule",
    {
      groups: [
        {
          ...{ "name!": "string", interval: "string", limit: "integer", labels: texts },
          rules: [
            {
              ...{ alert: "string", record: "string", "expr!": "either", for: "string" },
              ...{ keep_firing_for: "string", labels: texts, annotations: texts },
            },
          ],
        },
      ],
    },
  ],
  [
    "monitoring.coreos.com",
    "v1alpha1",
    "AlertmanagerConfig",
    {
      route: {
        ...{ receiver: "string", groupBy: ["string"], groupWait: "string", groupInterval: "string" },
        ...{ repeatInterval: "string", continue: "boolean", routes: ["any"] },
        matchers: [{ "name!": "string", value: "string", matchType: "string", regex: "boolean" }],
      },
      receivers: [
        {
          "name!": "string",
          emailConfigs: [{ to: "string", from: "string", sendResolved: "boolean" }],
          webhookConfigs: [
            {
              ...{ url: "string", sendResolved: "boolean", maxAlerts: "integer", timeout: "string" },
              urlSecret: { name: "string", "key!": "string", optional: "boolean" },
            },
          ],
        },
      ],
    },
  ],
  // https://secrets-store-csi-driver.sigs.k8s.io/concepts.html
  [
    "secrets-store.csi.x-k8s.io",
    "v1",
    "SecretProviderClass",
    {
      provider: "string",
      parameters: texts,
      secretObjects: [
        {
          ...{ secretName: "string", type: "string", labels: texts, annotations: texts },
          data: [{ objectName: "string", key: "string" }],
        },
      ],
    },
  ],
  // https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html
  [
    "eks.amazonaws.com",
    "v1",
    "TargetGroupBinding",
    {
      ...{ "targetGroupARN!": "string", targetType: "string", ipAddressType: "string", vpcID: "string" },
      "serviceRef!": { "name!": "string", "port!": "either" },
      ...{ networking: "any", nodeSelector: "any" },
    },
  ],
  // https://karpenter.sh/docs/concepts/nodepools/
  [
    "karpenter.sh",
    "v1",
    "NodePool",
    {
      disruption: { "consolidateAfter!": "string", consolidationPolicy: "string", budgets: ["any"] },
      limits: { "*": "either" },
      weight: "integer",
      "template!": {
        metadata: { labels: texts, annotations: texts },
        "spec!": {
          "nodeClassRef!": { "group!": "string", "kind!": "string", "name!": "string" },
          "requirements!": [
            { "key!": "string", "operator!": "string", values: ["string"], minValues: "integer" },
          ],
          taints: [{ "key!": "string", value: "string", "effect!": "string" }],
          ...{ startupTaints: ["any"], expireAfter: "string", terminationGracePeriod: "string" },
        },
      },
    },
  ],
  // https://cloud.google.com/secret-manager/docs/sync-k8-secrets
  [
    "secret-sync.gke.io",
    "v1",
    "SecretSync",
    {
      "serviceAccountName!": "string",
      "secretProviderClassName!": "string",
      "secretObject!": {
        ...{ "type!": "string", labels: texts, annotations: texts },
        "data!": [{ "sourcePath!": "string", "targetKey!": "string" }],
      },
    },
  ],
  // https://gateway-api.sigs.k8s.io/reference/spec/
  [
    "gateway.networking.k8s.io",
    "v1",
    "Gateway",
    {
      "gatewayClassName!": "string",
      addresses: [{ type: "string", value: "string" }],
      "listeners!": [
        {
          ...{ "name!": "string", "port!": "integer", "protocol!": "string", hostname: "string" },
          ...{ tls: "any", allowedRoutes: "any" },
        },
      ],
    },
  ],
  [
    "gateway.networking.k8s.io",
    "v1",
    "HTTPRoute",
    {
      parentRefs: [
        {
          ...{ group: "string", kind: "string", namespace: "string", "name!": "string" },
          ...{ sectionName: "string", port: "integer" },
        },
      ],
      hostnames: ["string"],
      rules: [
        {
          name: "string",
          matches: [
            {
              path: { type: "string", value: "string" },
              ...{ headers: ["any"], queryParams: ["any"], method: "string" },
            },
          ],
          filters: [
            {
              "type!": "string",
              requestRedirect: {
                ...{ scheme: "string", hostname: "string", port: "integer", statusCode: "integer" },
                path: "any",
              },
              responseHeaderModifier: {
                set: [{ "name!": "string", "value!": "string" }],
                ...{ add: ["any"], remove: ["string"] },
              },
            },
          ],
          backendRefs: [
            {
              ...{ group: "string", kind: "string", "name!": "string", namespace: "string" },
              ...{ port: "integer", weight: "integer" },
            },
          ],
        },
      ],
    },
  ],
  // https://googlecloudplatform.github.io/gke-gateway-api
  [
    "networking.gke.io",
    "v1",
    "GCPGatewayPolicy",
    {
      default: { sslPolicy: "string", allowGlobalAccess: "boolean", region: "string" },
      "targetRef!": targetRef,
    },
  ],
  [
    "networking.gke.io",
    "v1",
    "GCPBackendPolicy",
    {
      default: {
        logging: { enabled: "boolean", sampleRate: "integer" },
        sessionAffinity: { type: "string", cookieTtlSec: "integer" },
        connectionDraining: { drainingTimeoutSec: "integer" },
        ...{ timeoutSec: "integer", securityPolicy: "string", iap: "any", maxRatePerEndpoint: "integer" },
      },
      "targetRef!": targetRef,
    },
  ],
  [
    "networking.gke.io",
    "v1",
    "HealthCheckPolicy",
    {
      default: {
        ...{ checkIntervalSec: "integer", timeoutSec: "integer" },
        ...{ healthyThreshold: "integer", unhealthyThreshold: "integer" },
        logConfig: { enabled: "boolean" },
        config: {
          "type!": "string",
          httpHealthCheck: {
            ...{ host: "string", port: "integer", portName: "string", portSpecification: "string" },
            ...{ proxyHeader: "string", requestPath: "string", response: "string" },
          },
        },
      },
      "targetRef!": targetRef,
    },
  ],
];

function schema(shape: Shape): Properties {
  if (shape === "any") return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  if (shape === "either") return { "x-kubernetes-int-or-string": true };
  if (typeof shape === "string") return { type: shape };
  if (isList(shape)) return { type: "array", items: schema(shape[0]) };
  const { "*": values, ...fields } = shape;
  if (values !== undefined) return { type: "object", additionalProperties: schema(values) };
  const named = Object.entries(fields).map(
    ([name, field]) => [name.replace("!", ""), schema(field), name.endsWith("!")] as const,
  );
  return {
    type: "object",
    properties: Object.fromEntries(named.map(([name, field]) => [name, field])),
    required: named.filter(([, , required]) => required).map(([name]) => name),
  };
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

export const definitions = kinds.map(([group, version, kind, spec]) => {
  const singular = kind.toLowerCase();
  const plural = singular.replace(/(s|(?<![aeiou])y)?$/, (end) => ({ s: "ses", y: "ies" })[end] ?? "s");
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      // Asked of whoever defines a kind in a domain of Kubernetes itself.
      ...(group.endsWith(".k8s.io") && {
        annotations: { "api-approved.kubernetes.io": "unapproved, of a test" },
      }),
    },
    spec: {
      group,
      names: { kind, plural, singular },
      scope: kind === "NodePool" ? "Cluster" : "Namespaced",
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: "object", properties: { spec: schema(spec) }, required: ["spec"] },
          },
        },
      ],
    },
  };
});
