import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type { WorkloadArgs } from "../../../../components/kubernetes/workload";
import { webOutside } from "../../../../components/kubernetes/network-policy";
import { record, type Recording, valueOf } from "../../mocks";
import { image, ingressController, part, parent, workload } from "./fixture";

const made = async (args: Partial<WorkloadArgs> = {}) => record(() => workload(args));
const pod = (recording: Recording) => part(recording.named("api-deployment"), "spec.template.spec");
const selector = { "app.kubernetes.io/name": "api", "app.kubernetes.io/instance": "platform-prod" };
const restricted = {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  seccompProfile: { type: "RuntimeDefault" },
};
const hardened = {
  ...restricted,
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

test("a workload is previewed as it will be made, below its component", async () => {
  const recording = await made({ exposure: {} });
  const previewed = await record(() => workload({ exposure: {} }), { preview: true });
  expect(previewed.urns()).toEqual(recording.urns());
  expect(recording.orphans()).toEqual([]);
  expect(recording.names()).toEqual(
    expect.arrayContaining(
      ["account", "variables", "ways", "deployment", "scaling", "disruptions", "service"].map(
        (role) => `api-${role}`,
      ),
    ),
  );
});

test("nothing of it is made before the namespace's rules are there", async () => {
  const recording = await made();
  for (const role of ["account", "variables", "ways"]) {
    const waited = recording.named(`api-${role}`).dependencies.map((urn) => urn.split("::").at(-1));
    expect(waited).toEqual(
      expect.arrayContaining(["quota", "limits", "deny", "dns"].map((rule) => `place-${rule}`)),
    );
  }
});

describe("a replica", () => {
  test("keeps Pod Security's restricted standard and gets no token", async () => {
    const recording = await made();
    expect(pod(recording)).toMatchObject({
      serviceAccountName: "api-account-1a2b3c4",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { ...restricted, fsGroup: 65532 },
      containers: [
        {
          name: "api",
          image,
          securityContext: hardened,
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
    });
    expect(recording.named("api-account").inputs["automountServiceAccountToken"]).toBe(false);
  });

  test("is promised half of its limits", async () => {
    expect(pod(await made({ cpu: 1, memory: 300 }))).toMatchObject({
      containers: [
        {
          resources: {
            requests: { cpu: "500m", memory: "150Mi" },
            limits: { cpu: "1000m", memory: "300Mi" },
          },
        },
      ],
    });
  });

  test.each([
    [0, 3],
    [30, 9],
    [31, 10],
  ])("has %i seconds to start before its failures count", async (grace, failureThreshold) => {
    const probes = { liveness: "/health", readiness: "/ready", grace, client: "none" } as const;
    expect(pod(await made({ probes }))).toMatchObject({
      containers: [
        {
          ports: [{ name: "http", containerPort: 8000 }],
          startupProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 5, failureThreshold },
          livenessProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 10 },
          readinessProbe: {
            httpGet: { path: "/ready", port: "http" },
            initialDelaySeconds: 5,
            periodSeconds: 5,
          },
        },
      ],
    });
  });

  test("goes on serving while the entry hears that it ends, and only where there is an entry", async () => {
    expect(pod(await made())).toMatchObject({
      terminationGracePeriodSeconds: 45,
      containers: [{ lifecycle: { preStop: { sleep: { seconds: 10 } } } }],
    });
    expect(pod(await made({ public: false }))).not.toHaveProperty("containers.0.lifecycle");
  });

  test("reads plain variables from an immutable ConfigMap and secrets by reference", async () => {
    const recording = await made({ traceEndpoint: "http://localhost:4318" });
    expect(recording.named("api-variables").inputs).toMatchObject({
      immutable: true,
      data: { PORT: "8000", OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" },
    });
    expect(part(recording.named("api-variables"), "metadata.name")).toBeUndefined();
    expect(pod(recording)).toMatchObject({
      containers: [
        {
          envFrom: [{ configMapRef: { name: "api-variables-1a2b3c4" } }],
          env: [
            {
              name: "DATABASE_URL",
              valueFrom: { secretKeyRef: { name: "api-database-url", key: "DATABASE_URL" } },
            },
          ],
        },
      ],
    });
  });

  test("sends no traces where nobody takes them", async () => {
    expect(part((await made()).named("api-variables"), "data")).toEqual({
      PORT: "8000",
      OTEL_SDK_DISABLED: "true",
    });
  });

  test("is another one with each version of a secret that keeps its name", async () => {
    const checksum = async (version: string) =>
      part(
        (await made({ secrets: { KEY: { secret: "api", key: "KEY", version } } })).named("api-deployment"),
        "spec.template.metadata.annotations",
      );
    expect(await checksum("1")).not.toEqual(await checksum("2"));
    expect(await checksum("1")).toEqual(await checksum("1"));
  });

  test("is the program's container, with hardened ones around it that start first and end last", async () => {
    const spec = pod(
      await made({
        pod: {
          sidecars: [{ name: "collector", image, volumeMounts: [{ name: "extra", mountPath: "/extra" }] }],
          volumes: [{ name: "extra", emptyDir: {} }],
          mounts: [{ name: "extra", mountPath: "/extra" }],
          nodeSelector: { pool: "spot" },
          tolerations: [{ key: "spot", operator: "Exists" }],
        },
      }),
    );
    expect(spec).toMatchObject({
      nodeSelector: { pool: "spot" },
      tolerations: [{ key: "spot", operator: "Exists" }],
      initContainers: [
        {
          name: "collector",
          restartPolicy: "Always",
          securityContext: hardened,
          volumeMounts: [{ name: "extra", mountPath: "/extra" }],
        },
      ],
      containers: [
        {
          name: "api",
          volumeMounts: [
            { name: "tmp", mountPath: "/tmp" },
            { name: "extra", mountPath: "/extra" },
          ],
        },
      ],
      volumes: [{ name: "tmp" }, { name: "extra" }],
    });
  });
});

describe("a rollout", () => {
  test("never has fewer replicas than wanted, and fails when none becomes ready", async () => {
    const deployment = (await made()).named("api-deployment");
    expect(part(deployment, "spec")).toMatchObject({
      replicas: 3,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
      minReadySeconds: 10,
      progressDeadlineSeconds: 340,
      selector: { matchLabels: selector },
      template: { metadata: { labels: selector } },
    });
    expect(deployment.ignoreChanges).toEqual(["spec.replicas"]);
    expect(deployment.customTimeouts).toMatchObject({ create: "60m", update: "60m" });
  });

  test.each([
    ["prod", "DoNotSchedule"],
    ["dev", "ScheduleAnyway"],
  ] as const)("spreads the new version in %s", async (environmentName, zones) => {
    const constraint = {
      maxSkew: 1,
      labelSelector: { matchLabels: selector },
      matchLabelKeys: ["pod-template-hash"],
      nodeTaintsPolicy: "Honor",
    };
    expect(pod(await made({ environmentName }))).toMatchObject({
      topologySpreadConstraints: [
        { ...constraint, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: zones },
        { ...constraint, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    });
  });

  test("waits for the ways, for the identity and for what else it is told to", async () => {
    const bound: string[] = [];
    const recording = await record(() => {
      const within = { parent: parent() };
      return workload({
        dependsOn: [new ConfigMap("first", {}, within)],
        identity: {
          annotations: { role: "reader" },
          labels: { bound: "yes" },
          podLabels: { bound: "too" },
          pullSecrets: ["registry"],
          bind: (serviceAccountName) => {
            serviceAccountName.apply((name) => bound.push(name));
            return [new ConfigMap("binding", {}, within)];
          },
        },
      });
    });
    const waited = recording.named("api-deployment").dependencies.map((urn) => urn.split("::").at(-1));
    expect(waited).toEqual(expect.arrayContaining(["api-ways", "first", "binding"]));
    expect(bound).toEqual(["api-account-1a2b3c4"]);
    expect(recording.named("api-account").inputs).toMatchObject({
      metadata: { annotations: { role: "reader" }, labels: { bound: "yes", ...selector } },
      imagePullSecrets: [{ name: "registry" }],
    });
    expect(part(recording.named("api-deployment"), "spec.template.metadata.labels")).toEqual({
      bound: "too",
      ...selector,
    });
  });
});

describe("the autoscaler", () => {
  test("holds use of the limits, which Kubernetes measures against what is promised", async () => {
    const target = (averageUtilization: number) => ({ type: "Utilization", averageUtilization });
    expect(part((await made()).named("api-scaling"), "spec")).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api-deployment-1a2b3c4" },
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [
        {
          type: "ContainerResource",
          containerResource: { name: "cpu", container: "api", target: target(120) },
        },
        {
          type: "ContainerResource",
          containerResource: { name: "memory", container: "api", target: target(150) },
        },
      ],
    });
  });

  test("is in slower than out", async () => {
    expect(part((await made()).named("api-scaling"), "spec.behavior")).toMatchObject({
      scaleUp: { stabilizationWindowSeconds: 0, policies: [{ value: 100 }, { value: 4 }] },
      scaleDown: { stabilizationWindowSeconds: 300, policies: [{ value: 25 }, { value: 1 }] },
    });
  });

  test("looks at requests too where the cluster measures them", async () => {
    const requests = {
      type: "External",
      external: { metric: { name: "requests" }, target: { type: "AverageValue", averageValue: "1000" } },
    };
    expect(
      part((await made({ scalingMetrics: [requests] })).named("api-scaling"), "spec.metrics"),
    ).toHaveLength(3);
  });
});

test("one replica at a time may be moved, and one that is not ready holds nobody up", async () => {
  expect(part((await made()).named("api-disruptions"), "spec")).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: selector },
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  });
});

describe("the ways", () => {
  test("are those that are listed", async () => {
    const database = { ipBlock: { cidr: "10.0.32.0/20" } };
    const ways = (await made({ destinations: [webOutside, { peers: [database], ports: [5432] }] })).named(
      "api-ways",
    );
    expect(part(ways, "spec")).toEqual({
      podSelector: { matchLabels: selector },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [ingressController], ports: [{ protocol: "TCP", port: 8000 }] }],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
        { to: [database], ports: [{ protocol: "TCP", port: 5432 }] },
      ],
    });
  });

  test("lead nowhere when none is listed", async () => {
    expect(part((await made({ callers: [] })).named("api-ways"), "spec")).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      ingress: [],
      egress: [],
    });
  });
});

describe("the Service", () => {
  test("is not waited for, unless it gets an address", async () => {
    const annotations = async (type: "ClusterIP" | "LoadBalancer") =>
      part((await made({ exposure: { type } })).named("api-service"), "metadata.annotations");
    expect(await annotations("ClusterIP")).toEqual({ "pulumi.com/skipAwait": "true" });
    expect(await annotations("LoadBalancer")).toEqual({});
  });

  test("leads to the ready pods, as it is asked for", async () => {
    const recording = await made({ exposure: { type: "LoadBalancer", annotations: { internal: "true" } } });
    expect(recording.named("api-service").inputs).toMatchObject({
      metadata: { annotations: { internal: "true" }, namespace: "place-namespace-1a2b3c4" },
      spec: {
        type: "LoadBalancer",
        selector,
        ports: [{ name: "http", port: 8000, targetPort: "http", protocol: "TCP" }],
      },
    });
    const { serviceName } = recording.result;
    expect(serviceName && (await valueOf(serviceName))).toBe("api-service-1a2b3c4");
  });

  test("is not made where nobody calls", async () => {
    const recording = await made();
    expect(recording.has("api-service")).toBe(false);
    expect(recording.result.serviceName).toBeUndefined();
  });
});
