import { at, list } from "../../../contract/resource";
import { text } from "../../mocks";
import { onGke, recorded, stackOnGke } from "./fixture";

const pod = async (service: string, environment: "dev" | "prod" = "prod") =>
  at((await stackOnGke(environment)).named(`${service}-workload-deployment`).inputs, "spec.template.spec");
const api =
  "principal://iam.googleapis.com/projects/210987654321/locations/global/workloadIdentityPools/" +
  "acme-platform.svc.id.goog/subject/ns/p-x7k2qm/sa/api-workload-account-1a2b3c4";

describe("a service on GKE", () => {
  test("is somebody for IAM as its own ServiceAccount: it reads its own secrets, and sends telemetry", async () => {
    const recording = await stackOnGke("prod");
    const grants = recording.registrations.filter(({ inputs }) => inputs["member"] === api);
    const own = ["database-url", "openai-api-key", "redis-url", "secret-key"];
    expect(grants.map(({ inputs, name }) => [name, inputs["role"]]).sort()).toEqual([
      ["api-account-cloudtrace-agent", "roles/cloudtrace.agent"],
      ["api-account-logging-logwriter", "roles/logging.logWriter"],
      ["api-account-monitoring-metricwriter", "roles/monitoring.metricWriter"],
      ...own.map((secret) => [`api-secrets-${secret}-reader`, "roles/secretmanager.secretAccessor"]),
    ]);
    const { dependencies } = recording.named("api-workload-deployment");
    expect(dependencies).toContain(recording.named("api-account-cloudtrace-agent").urn);
  });

  test("gets one version of each of its secrets, copied as itself into an object that changes its name with them", async () => {
    const recording = await stackOnGke("prod");
    const source = recording.named("api-secret-delivery");
    const copy = recording.named("api-secret-delivery-copy");
    const secrets = text(at(source.inputs, "spec.parameters.secrets"));
    expect(JSON.parse(secrets)).toContainEqual({
      resourceName: "projects/acme-platform/secrets/api-secrets-database-url-x7k2qm/versions/7",
      path: "DATABASE_URL",
    });
    const suffix = recording.named("api-secret-delivery-suffix");
    expect(suffix.inputs["keepers"]).toEqual({ objects: secrets });
    const name = `api-${text(suffix.outputs["hex"])}`;
    expect(copy.inputs).toMatchObject({
      metadata: { name },
      spec: { serviceAccountName: "api-workload-account-1a2b3c4", secretProviderClassName: name },
    });
    expect(list(at(await pod("api"), "containers[0].env"))).toContainEqual({
      name: "DATABASE_URL",
      valueFrom: { secretKeyRef: { name, key: "DATABASE_URL" } },
    });
    expect(recording.named("api-workload-deployment").dependencies).toContain(copy.urn);
    expect(copy.dependencies).toContain(recording.named("api-secrets-database-url-reader").urn);
  });

  test("knows the authority of the cache, and how many proxies are before it", async () => {
    const recording = await stackOnGke("prod");
    const variables = at(recording.named("api-workload-variables").inputs, "data");
    expect(at(variables, "TRUSTED_PROXY_HOPS")).toBe("2");
    expect(at(variables, "REDIS_TLS_CA")).toContain("BEGIN CERTIFICATE");
    expect(at(recording.named("worker-workload-variables").inputs, "data.TRUSTED_PROXY_HOPS")).toBeNull();
  });

  test("takes requests from Google's front ends only, and connects to the stores that it was given only", async () => {
    const specification = onGke("dev");
    const { api: own, worker } = specification.services;
    if (own === undefined || worker === undefined) throw new Error("the tracked stack has other services");
    const alone = { ...worker, cache: false, database: false, secrets: {} };
    const recording = await recorded({ ...specification, services: { api: own, worker: alone } });
    const ways = (service: string) => at(recording.named(`${service}-workload-ways`).inputs, "spec");
    const led = (service: string) =>
      list(at(ways(service), "egress")).map((rule) => [
        at(rule, "to[0].ipBlock.cidr"),
        at(rule, "ports[0].port"),
      ]);
    const common = [
      ["0.0.0.0/0", 443],
      ["169.254.169.254/32", 80],
      ["169.254.169.252/32", 988],
    ];
    expect(led("worker")).toEqual(common);
    expect(led("api")).toEqual([...common, ["10.0.128.3/32", 5432], ["10.0.129.4/32", 6378]]);
    expect(list(at(ways("worker"), "ingress"))).toEqual([]);
    expect(at(ways("api"), "ingress[0].from")).toEqual([
      { ipBlock: { cidr: "130.211.0.0/22" } },
      { ipBlock: { cidr: "35.191.0.0/16" } },
    ]);
  });

  test("is scaled on requests too, by how much of what a replica can take is in use", async () => {
    const recording = await stackOnGke("prod");
    expect(list(at(recording.named("api-workload-scaling").inputs, "spec.metrics"))).toContainEqual({
      type: "Object",
      object: {
        describedObject: { apiVersion: "v1", kind: "Service", name: "api" },
        metric: { name: "autoscaling.googleapis.com|gclb-capacity-fullness" },
        target: { type: "AverageValue", averageValue: "70" },
      },
    });
    // 1,000 requests a minute are 70 % of 24 a second.
    expect(at(recording.named("entry-api").inputs, "metadata.annotations")).toMatchObject({
      "networking.gke.io/max-rate-per-endpoint": "24",
    });
    expect(list(at(recording.named("worker-workload-scaling").inputs, "spec.metrics"))).toHaveLength(2);
  });

  test("runs on nodes that can be taken back only where it may", async () => {
    expect(at(await pod("api", "dev"), "nodeSelector")).toEqual({ "cloud.google.com/gke-spot": "true" });
    expect(at(await pod("api"), "nodeSelector")).toBeNull();
  });

  test("starts only once the load balancer knows of it, which then says when it is ready", async () => {
    const recording = await stackOnGke("prod");
    const { dependencies } = recording.named("api-workload-deployment");
    expect(dependencies).toContain(recording.named("entry-gateway-route-api").urn);
  });
});

describe("the way in", () => {
  test("has our address, certificate, policy of TLS and firewall", async () => {
    const recording = await stackOnGke("prod");
    const gateway = recording.named("entry-gateway");
    const annotations = at(gateway.inputs, "metadata.annotations") as Record<string, unknown>;
    expect(annotations["networking.gke.io/certmap"]).toBe(
      recording.named("entry-certificates").outputs["name"],
    );
    expect(at(gateway.inputs, "spec")).toMatchObject({
      gatewayClassName: "gke-l7-global-external-managed",
      addresses: [{ type: "NamedAddress", value: recording.named("entry-address").outputs["name"] }],
      listeners: [
        { protocol: "HTTP", port: 80 },
        { protocol: "HTTPS", port: 443 },
      ],
    });
    const policies = [recording.named("entry-gateway-tls"), recording.named("entry-api-treatment")];
    for (const { urn } of policies) expect(gateway.dependencies).toContain(urn);
    const [tls, treatment] = policies;
    expect(at(tls?.inputs, "spec.default.sslPolicy")).toBe(recording.named("entry-tls").outputs["name"]);
    expect(at(treatment?.inputs, "spec.default.securityPolicy")).toBe(
      recording.named("entry-firewall").outputs["name"],
    );
  });

  test("asks the readiness path, and sends no plain request to a service", async () => {
    const recording = await stackOnGke("prod");
    expect(
      at(recording.named("entry-api-health").inputs, "spec.default.config.httpHealthCheck.requestPath"),
    ).toBe("/ready");
    expect(at(recording.named("entry-gateway-to-https").inputs, "spec.rules")).toEqual([
      { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
    ]);
  });

  test("takes a prefix with and without what follows, and one path exactly", async () => {
    const specification = onGke("dev");
    const { api: own } = specification.services;
    if (own === undefined) throw new Error("the tracked stack has other services");
    const services = {
      api: own,
      reports: { ...own, path: "/reports/*" },
      status: { ...own, path: "/status" },
    };
    const recording = await recorded({ ...specification, services });
    const matched = (service: string) =>
      at(recording.named(`entry-gateway-route-${service}`).inputs, "spec.rules[0].matches[0].path");
    expect(matched("api")).toEqual({ type: "PathPrefix", value: "/" });
    expect(matched("reports")).toEqual({ type: "PathPrefix", value: "/reports" });
    expect(matched("status")).toEqual({ type: "Exact", value: "/status" });
  });
});

describe("what watches it", () => {
  const query = async (alert: string) =>
    text(
      at(
        (await stackOnGke("prod")).named(alert).inputs,
        "conditions[0].conditionPrometheusQueryLanguage.query",
      ),
    );

  test("measures its requests at the backend that GKE makes, whatever it calls it", async () => {
    expect(await query("monitoring-service-api-availability-1h-critical")).toContain(
      'backend_target_name=~"gkegw1-[a-z0-9]+-p-x7k2qm-api-8000-[a-z0-9]+"',
    );
    const filter = text((await stackOnGke("prod")).named("monitoring-service-api-slow").inputs["filter"]);
    expect(filter).toContain('backend_service_name=~"^gkegw1-[a-z0-9]+-p-x7k2qm-api-8000-[a-z0-9]+$"');
  });

  test("measures its containers and its replicas", async () => {
    expect(await query("monitoring-service-api-cpu-warning")).toContain(
      "kubernetes_io:container_cpu_limit_utilization{",
    );
    expect(await query("monitoring-service-api-replicas-critical")).toContain(
      'deployment="api-workload-deployment-1a2b3c4"',
    );
  });

  test("tells of containers that start again, and of pods that never become ready", async () => {
    expect(await query("monitoring-crashes-alert")).toContain("kubernetes_io:container_restart_count{");
    expect(await query("monitoring-deployments-alert")).toContain('container=~"api|worker"');
  });
});

describe("the dump", () => {
  test("may write dumps and read the database's URL, and nothing else", async () => {
    const recording = await stackOnGke("prod");
    const member = api.replace("api-workload", "backup-dump-workload");
    const grants = recording.registrations.filter(({ inputs }) => inputs["member"] === member);
    expect(grants.map(({ inputs }) => inputs["role"]).sort()).toEqual([
      "roles/secretmanager.secretAccessor",
      "roles/storage.objectCreator",
    ]);
  });

  test("is done or has failed when the cluster says so of its job", async () => {
    const recording = await stackOnGke("prod");
    const filter = (name: string) => text(recording.named(name).inputs["filter"]);
    expect(filter("backup-dump-finished")).toContain('jsonPayload.reason=("Completed")');
    expect(filter("backup-dump-finished")).toContain('name=~"^backup-dump-workload-job-1a2b3c4-"');
    expect(filter("backup-dump-failed")).toContain('"BackoffLimitExceeded" OR "DeadlineExceeded"');
    expect(recording.named("backup-dump-failures").inputs["notificationChannels"]).toHaveLength(1);
  });
});
