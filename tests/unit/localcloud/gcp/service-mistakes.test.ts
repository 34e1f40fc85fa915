import { types } from "../../../../localcloud/gcp/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties, Value } from "../../../../localcloud/rules";
import { changed, describeMistakes, Google, project, region } from "./google";

const container: Properties = {
  name: "api",
  image: "europe-west1-docker.pkg.dev/local-project/images/api@sha256:" + "a".repeat(64),
  ports: { containerPort: 8000 },
  envs: [{ name: "LOG_LEVEL", value: "INFO" }],
  resources: { cpuIdle: true, limits: { cpu: "1", memory: "512Mi" } },
  volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  startupProbe: {
    httpGet: { path: "/ready", port: 8000 },
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 24,
  },
  livenessProbe: { httpGet: { path: "/health", port: 8000 }, periodSeconds: 10, timeoutSeconds: 5 },
};

/** A service account, a network, a repository, and a secret that the account may read. */
const surroundings = async (google: Google) => {
  const account = await google.account();
  const network = await google.network();
  await google.make(types.repository, { location: region, repositoryId: "images", format: "DOCKER" });
  const secret = await google.secret("database-url", account);
  return { account, network, secret };
};

const service = async (google: Google): Promise<Properties> => {
  const { account, network, secret } = await surroundings(google);
  const envs: Value[] = [
    ...(container["envs"] as Value[]),
    { name: "DATABASE_URL", valueSource: { secretKeyRef: { secret: secret.id, version: secret.version } } },
  ];
  return {
    name: "api",
    location: region,
    ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    deletionProtection: false,
    template: {
      serviceAccount: account,
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      encryptionKey: await google.key(region, "run.googleapis.com"),
      timeout: "30s",
      maxInstanceRequestConcurrency: 80,
      scaling: { minInstanceCount: 1, maxInstanceCount: 10 },
      vpcAccess: {
        egress: "ALL_TRAFFIC",
        networkInterfaces: [{ network: network.id, subnetwork: network.subnet }],
      },
      containers: [{ ...container, envs }],
      volumes: [{ name: "tmp", emptyDir: { medium: "MEMORY", sizeLimit: "64Mi" } }],
    },
    traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
  };
};

/** A change of a service (`null` leaves something out), and what is refused about it. */
const wrong = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.runService,
  right: service,
  wrong: (_: Google, right: Properties) => changed(right, change),
  path,
  words,
});

/** A change of a service's only container. */
const wrongContainer = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.runService,
  right: service,
  wrong: (_: Google, right: Properties) => {
    const template = right["template"] as Properties;
    const [first] = template["containers"] as Properties[];
    return { template: { ...template, containers: [changed(first ?? {}, change)] } };
  },
  path: `template.containers[0].${path}`,
  words,
});

const secretVariable = (secret: string, version: string): Properties => ({
  envs: [{ name: "DATABASE_URL", valueSource: { secretKeyRef: { secret, version } } }],
});

describeMistakes("services on Google", [
  wrong(
    "a minimum over the maximum of instances",
    { template: { scaling: { minInstanceCount: 20 } } },
    "template.scaling.maxInstanceCount",
    "must be greater or equal than min_instance_count (20)",
  ),
  wrong(
    "a minimum over the default maximum",
    { template: { scaling: { minInstanceCount: 200, maxInstanceCount: null } } },
    "template.scaling.maxInstanceCount",
    "must be greater or equal",
  ),
  wrong(
    "more concurrency than there is",
    { template: { maxInstanceRequestConcurrency: 2000 } },
    "template.maxInstanceRequestConcurrency",
    "from 0 to 1000",
  ),
  wrong(
    "requests that last two hours",
    { template: { timeout: "7200s" } },
    "template.timeout",
    "from 1s to 3600s",
  ),
  wrong("a time without its unit", { template: { timeout: "30" } }, "template.timeout", "ends with 's'"),
  wrong(
    "traffic of 90 %",
    { traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 90 }] },
    "traffics",
    "must be exactly 100, not 90",
  ),
  wrong(
    "traffic to a revision that nobody made",
    { traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "api-1", percent: 100 }] },
    "traffics[0].revision",
    "Revision 'api-1' not found",
  ),
  wrong(
    "a revision of another name",
    { template: { revision: "web-1" } },
    "template.revision",
    "must be prefixed by the name of the enclosing service",
  ),
  wrong("a service name of 50 characters", { name: "a".repeat(50) }, "name", "is longer than 49 characters"),
  wrong("a service name with capitals", { name: "Api" }, "name", "may only have lower-case letters"),
  wrong("an ingress that does not exist", { ingress: "INTERNAL" }, "ingress", "must be one of"),
  wrong(
    "a service account that nobody made",
    { template: { serviceAccount: `web@${project}.iam.gserviceaccount.com` } },
    "template.serviceAccount",
    "(or it may not exist)",
  ),
  wrong(
    "a subnet that does not exist",
    { template: { vpcAccess: { networkInterfaces: [{ subnetwork: "other" }] } } },
    "template.vpcAccess.networkInterfaces[0].subnetwork",
    "VPC subnetwork other does not exist",
  ),
  wrong(
    "a connector and direct egress",
    { template: { vpcAccess: { connector: "c" } } },
    "template.vpcAccess",
    "can not be used together",
  ),
  wrong(
    "an annotation of Cloud Run's own",
    { template: { annotations: { "run.googleapis.com/cpu-throttling": "false" } } },
    "template.annotations",
    "keeps for itself",
  ),
  wrong(
    "a target for CPU over 95 %",
    { template: { scaling: { cpuUtilization: 0.99 } } },
    "template.scaling.cpuUtilization",
    "from 0.1 to 0.95",
  ),
  wrong(
    "a location that Google does not have",
    { location: "europe-west5" },
    "location",
    "is no location of Google Cloud",
  ),
  wrongContainer(
    "three CPUs",
    { resources: { limits: { cpu: "3" } } },
    "resources.limits.cpu",
    "Above 1 there are 2, 4, 6 and 8 CPUs",
  ),
  wrongContainer(
    "5 GiB with one CPU",
    { resources: { limits: { memory: "5Gi" } } },
    "resources.limits.memory",
    "For 1 CPU, memory must be between 512Mi and 4096Mi",
  ),
  wrongContainer(
    "1 GiB with four CPUs",
    { resources: { limits: { cpu: "4", memory: "1Gi" } } },
    "resources.limits.memory",
    "For 4 CPU, memory must be between 2048Mi",
  ),
  wrongContainer(
    "256 MiB in the second environment",
    { resources: { limits: { memory: "256Mi" } } },
    "resources.limits.memory",
    "between 512Mi",
  ),
  wrongContainer(
    "a disk as a resource",
    { resources: { limits: { "ephemeral-storage": "1Gi" } } },
    "resources.limits",
    "Only memory, cpu and nvidia.com/gpu",
  ),
  wrongContainer(
    "a variable that Cloud Run sets",
    { envs: [{ name: "PORT", value: "8000" }] },
    "envs[0].name",
    "reserved env names were provided: PORT",
  ),
  wrongContainer(
    "a variable twice",
    {
      envs: [
        { name: "A", value: "1" },
        { name: "A", value: "2" },
      ],
    },
    "envs",
    "the variable 'A' is set twice",
  ),
  wrongContainer(
    "a variable with a hyphen",
    { envs: [{ name: "LOG-LEVEL", value: "INFO" }] },
    "envs[0].name",
    "is no variable",
  ),
  wrongContainer(
    "a secret that does not exist",
    secretVariable("other", "1"),
    "envs[0].valueSource.secretKeyRef",
    "Secret other was not found",
  ),
  wrongContainer(
    "a version of a secret that does not exist",
    secretVariable("database-url", "7"),
    "envs[0].valueSource.secretKeyRef",
    "versions/7 was not found",
  ),
  wrongContainer(
    "a probe that takes longer than its period",
    { livenessProbe: { timeoutSeconds: 20 } },
    "livenessProbe.timeoutSeconds",
    "not longer than periodSeconds (10)",
  ),
  wrongContainer(
    "a start of more than four minutes",
    { startupProbe: { periodSeconds: 10, failureThreshold: 30 } },
    "startupProbe.failureThreshold",
    "at most 240 seconds, not 300",
  ),
  wrongContainer(
    "a check for life by TCP",
    { livenessProbe: { httpGet: null, tcpSocket: { port: 8000 } } },
    "livenessProbe.tcpSocket",
    "checks by httpGet or grpc",
  ),
  wrongContainer(
    "a probe without a way",
    { livenessProbe: { httpGet: null } },
    "livenessProbe",
    "has exactly one of",
  ),
  wrongContainer(
    "a volume that the template does not have",
    { volumeMounts: [{ name: "data", mountPath: "/data" }] },
    "volumeMounts[0].name",
    "there is no volume 'data'",
  ),
  wrongContainer(
    "an image of a registry that Cloud Run does not know",
    { image: "registry.example.com/api:1" },
    "image",
    "Expected an image path like",
  ),
  wrongContainer(
    "an image of a repository that nobody made",
    { image: "europe-west1-docker.pkg.dev/local-project/other/api:1" },
    "image",
    "there is no repository 'other'",
  ),
  wrongContainer(
    "a port that is none",
    { ports: { containerPort: 0 } },
    "ports.containerPort",
    "from 1 to 65535",
  ),
  {
    mistake: "a secret that the service account may not read",
    type: types.runService,
    right: service,
    wrong: async (google, right) => {
      const secret = await google.secret("api-key");
      const template = right["template"] as Properties;
      const [first] = template["containers"] as Properties[];
      const containers = [changed(first ?? {}, secretVariable(secret.id, secret.version))];
      return { template: { ...template, containers } };
    },
    path: "template.containers[0].envs[0].valueSource.secretKeyRef",
    words: "Permission denied on secret: projects/local-project/secrets/api-key/versions/1",
  },
  {
    mistake: "a subnet of another region",
    type: types.runService,
    right: service,
    wrong: async (google, right) => {
      const [network] = google.store.list(types.network);
      const subnet = await google.make(types.subnetwork, {
        name: "far",
        network: network?.id ?? "",
        region: "europe-west4",
        ipCidrRange: "10.0.9.0/24",
      });
      return changed(right, { template: { vpcAccess: { networkInterfaces: [{ subnetwork: subnet.id }] } } });
    },
    path: "template.vpcAccess.networkInterfaces[0].subnetwork",
    words: "is not in europe-west1, where the containers run",
  },
  {
    mistake: "a subnet with too few addresses",
    type: types.runService,
    right: service,
    wrong: async (google, right) => {
      const [network] = google.store.list(types.network);
      const subnet = await google.make(types.subnetwork, {
        name: "small",
        network: network?.id ?? "",
        region,
        ipCidrRange: "10.0.9.0/28",
      });
      return changed(right, { template: { vpcAccess: { networkInterfaces: [{ subnetwork: subnet.id }] } } });
    },
    path: "template.vpcAccess.networkInterfaces[0].subnetwork",
    words: "needs a subnet of /26 or larger",
  },
  {
    mistake: "two containers that both listen",
    type: types.runService,
    right: service,
    wrong: (_, right) => {
      const template = right["template"] as Properties;
      const [first] = template["containers"] as Properties[];
      return { template: { ...template, containers: [first ?? {}, { ...container, name: "other" }] } };
    },
    path: "template.containers",
    words: "exactly one container with an exposed port, not 2",
  },
  {
    mistake: "an invitation to everybody in a wrong role",
    type: "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
    right: async (google) => {
      await google.make(types.runService, await service(google));
      return { name: "api", location: region, role: "roles/run.invoker", member: "allUsers" };
    },
    wrong: { role: "roles/storage.objectViewer" },
    path: "role",
    words: "is not supported for this resource",
  },
]);

const small = async (google: Google): Promise<Properties> => {
  const right = await service(google);
  return changed(right, {
    template: {
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN1",
      maxInstanceRequestConcurrency: 1,
      containers: [{ ...container, resources: { cpuIdle: true, limits: { cpu: "500m", memory: "512Mi" } } }],
    },
  });
};

const wrongSmall = (mistake: string, change: Properties, path: string, words: string) => ({
  ...wrong(mistake, change, path, words),
  right: small,
});

describeMistakes("services on Google with less than a CPU", [
  wrongSmall(
    "two requests at a time",
    { template: { maxInstanceRequestConcurrency: 2 } },
    "template.maxInstanceRequestConcurrency",
    "not supported with concurrency > 1",
  ),
  wrongSmall(
    "the second environment",
    { template: { executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2" } },
    "template.executionEnvironment",
    "not supported with gen2",
  ),
  wrongSmall(
    "2 GiB",
    {
      template: {
        containers: [{ ...container, resources: { cpuIdle: true, limits: { cpu: "500m", memory: "2Gi" } } }],
      },
    },
    "template.containers[0].resources.limits.memory",
    "For 0.5 CPU, memory must be between 128Mi and 1024Mi",
  ),
  wrongSmall(
    "CPU between requests",
    { template: { containers: [{ ...container, resources: { limits: { cpu: "500m", memory: "512Mi" } } }] } },
    "template.containers[0].resources.cpuIdle",
    "not supported with CPU always allocated",
  ),
]);

const job = async (google: Google): Promise<Properties> => {
  const { account } = await surroundings(google);
  return {
    name: "dump",
    location: region,
    deletionProtection: false,
    template: {
      taskCount: 1,
      template: {
        serviceAccount: account,
        timeout: "3600s",
        maxRetries: 1,
        containers: [{ image: container["image"] ?? "", resources: { limits: { cpu: "1", memory: "2Gi" } } }],
      },
    },
  };
};
const wrongJob = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.runJob,
  right: job,
  wrong: (_: Google, right: Properties) => changed(right, change),
  path,
  words,
});
const task = (change: Properties): Properties => ({ template: { template: change } });

describeMistakes("jobs on Google", [
  wrongJob(
    "a task of more than a week",
    task({ timeout: "700000s" }),
    "template.template.timeout",
    "from 1s to 604800s",
  ),
  wrongJob("eleven repetitions", task({ maxRetries: 11 }), "template.template.maxRetries", "from 0 to 10"),
  wrongJob(
    "more at a time than there are",
    { template: { parallelism: 2 } },
    "template.parallelism",
    "is at most taskCount (1)",
  ),
  wrongJob(
    "half a CPU",
    task({ containers: [{ ...container, ports: null, resources: { limits: { cpu: "500m" } } }] }),
    "template.template.containers[0].resources.limits.cpu",
    "Jobs have at least 1 CPU",
  ),
  wrongJob(
    "256 MiB",
    task({ containers: [{ image: container["image"] ?? "", resources: { limits: { memory: "256Mi" } } }] }),
    "template.template.containers[0].resources.limits.memory",
    "between 512Mi",
  ),
  wrongJob(
    "a variable of the platform's",
    task({
      containers: [{ image: container["image"] ?? "", envs: [{ name: "CLOUD_RUN_TASK_INDEX", value: "1" }] }],
    }),
    "template.template.containers[0].envs[0].name",
    "reserved env names",
  ),
]);

const schedule = async (google: Google): Promise<Properties> => {
  const runner = await google.account("scheduler");
  const made = await google.make(types.runJob, await job(google));
  await google.make("gcp:cloudrunv2/jobIamMember:JobIamMember", {
    name: "dump",
    location: region,
    role: "roles/run.invoker",
    member: `serviceAccount:${runner}`,
  });
  return {
    name: "nightly",
    region,
    schedule: "0 4 * * *",
    timeZone: "Etc/UTC",
    attemptDeadline: "180s",
    httpTarget: {
      uri: `https://run.googleapis.com/v2/${made.id}:run`,
      httpMethod: "POST",
      oauthToken: { serviceAccountEmail: runner },
    },
  };
};
const wrongSchedule = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: "gcp:cloudscheduler/job:Job",
  right: schedule,
  wrong: (_: Google, right: Properties) => changed(right, change),
  path,
  words,
});

describeMistakes("schedules on Google", [
  wrongSchedule(
    "six fields, as on AWS",
    { schedule: "0 4 * * ? *" },
    "schedule",
    "unix-cron has five fields",
  ),
  wrongSchedule("the 25th hour", { schedule: "0 25 * * *" }, "schedule", "'25' is no hour"),
  wrongSchedule(
    "a time zone that does not exist",
    { timeZone: "Europe/Bielefeld" },
    "timeZone",
    "is no time zone",
  ),
  wrongSchedule(
    "an attempt of an hour",
    { attemptDeadline: "3600s" },
    "attemptDeadline",
    "from 15s to 1800s",
  ),
  wrongSchedule(
    "six repetitions",
    { retryConfig: { retryCount: 6 } },
    "retryConfig.retryCount",
    "from 0 to 5",
  ),
  wrongSchedule(
    "an OpenID token for Google's own interface",
    {
      httpTarget: {
        oauthToken: null,
        oidcToken: { serviceAccountEmail: `scheduler@${project}.iam.gserviceaccount.com` },
      },
    },
    "httpTarget.oidcToken",
    "take an OAuth token",
  ),
  wrongSchedule(
    "an OAuth token for somebody else",
    { httpTarget: { uri: "https://example.com/hook" } },
    "httpTarget.oauthToken",
    "is for Google's own interfaces",
  ),
  wrongSchedule(
    "a job that does not exist",
    {
      httpTarget: {
        uri: `https://run.googleapis.com/v2/projects/${project}/locations/${region}/jobs/other:run`,
      },
    },
    "httpTarget.uri",
    "there is no job",
  ),
  wrongSchedule(
    "an account that nobody made",
    { httpTarget: { oauthToken: { serviceAccountEmail: `other@${project}.iam.gserviceaccount.com` } } },
    "httpTarget.oauthToken.serviceAccountEmail",
    "(or it may not exist)",
  ),
  wrongSchedule(
    "a body of a GET",
    { httpTarget: { httpMethod: "GET", body: "e30=" } },
    "httpTarget.body",
    "GET takes no body",
  ),
  wrongSchedule(
    "a body that is no base64",
    { httpTarget: { body: '{"a": 1}' } },
    "httpTarget.body",
    "is text in base64",
  ),
  {
    mistake: "an account that may not start the job",
    type: "gcp:cloudscheduler/job:Job",
    right: schedule,
    wrong: async (google, right) =>
      changed(right, {
        httpTarget: { oauthToken: { serviceAccountEmail: await google.account("stranger") } },
      }),
    path: "httpTarget.oauthToken.serviceAccountEmail",
    words: "may not start",
  },
]);

describe("the life of a service on Google", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it("is refused before Cloud Run is switched on", async () => {
    const off = new Google({}, false);
    const refusals = await off.refusals(types.runService, {
      name: "api",
      location: region,
      template: { containers: [{ image: "nginx" }] },
    });
    off.close();
    expect(refusals).toEqual([expect.stringContaining("Cloud Run Admin API has not been used in project")]);
  });

  it("makes another revision of another template, and no second one of a name", async () => {
    const right = changed(await service(google), { template: { revision: "api-one" } });
    const made = await google.make(types.runService, right);
    expect(made.outputs["latestReadyRevision"]).toMatch(/revisions\/api-one$/);
    const other = changed(right, { template: { timeout: "60s" } });
    expect(await google.updateRefusals(types.runService, made, right, other)).toEqual([
      expect.stringContaining("Revision named 'api-one' with different configuration already exists."),
    ]);
    expect(
      await google.updateRefusals(
        types.runService,
        made,
        right,
        changed(other, { template: { revision: "api-two" } }),
      ),
    ).toEqual([]);
  });

  it.each([
    ["unpullable", "not found"],
    ["crashing", "container failed to start"],
    ["unready", "startup probe"],
  ])(
    "leaves requests with the revision before where the newest is %s, and says why",
    async (fault, words) => {
      const right = await service(google);
      const made = await google.make(types.runService, right);
      const template = right["template"] as Properties;
      const [own] = template["containers"] as Properties[];
      const image = `europe-west1-docker.pkg.dev/local-project/images/api-${fault}:2`;
      const other = { ...right, template: { ...template, containers: [{ ...own, image }] } };
      expect(await google.updateRefusals(types.runService, made, right, other)).toEqual([
        expect.stringContaining(words),
      ]);
      const { outputs } = await google.made(types.runService, made.id);
      const { latestReadyRevision: first } = made.outputs;
      expect(outputs["latestReadyRevision"]).toBe(first);
      expect(outputs["latestCreatedRevision"]).not.toBe(first);
      const [served] = outputs["trafficStatuses"] as Properties[];
      expect(first).toMatch(new RegExp(`/${shown(served?.["revision"])}$`));
      expect(outputs["terminalConditions"]).toMatchObject([
        { message: expect.stringContaining(words) as string },
      ]);
    },
  );

  it("shares requests between revisions that are there, and tells which gets how many", async () => {
    const right = await service(google);
    const made = await google.make(types.runService, right);
    const first = shown(made.outputs["latestReadyRevision"]).split("/").at(-1) ?? "";
    const share = (revision: string) => ({
      ...right,
      template: { ...(right["template"] as Properties), timeout: "31s" },
      traffics: [
        { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision, percent: 90 },
        { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 10 },
      ],
    });
    expect(await google.updateRefusals(types.runService, made, right, share("api-other"))).toEqual([
      "traffics[0].revision: Revision 'api-other' not found",
    ]);
    expect(await google.updateRefusals(types.runService, made, right, share(first))).toEqual([]);
    const { outputs } = await google.made(types.runService, made.id);
    const newest = shown(outputs["latestReadyRevision"]).split("/").at(-1);
    expect(newest).not.toBe(first);
    expect(outputs["trafficStatuses"]).toMatchObject([
      { revision: first, percent: 90 },
      { revision: newest, percent: 10 },
    ]);
  });

  it("is not deleted while it is protected, which it is unless told otherwise", async () => {
    const { deletionProtection, ...right } = await service(google);
    expect(deletionProtection).toBe(false);
    const made = await google.make(types.runService, right);
    expect(await google.deletionRefusals(types.runService, made)).toEqual([
      expect.stringContaining("without setting deletion_protection=false"),
    ]);
  });
});
