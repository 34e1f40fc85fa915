import { GcpProject, namedProject } from "../../../providers/gcp/project";
import { specificationOn } from "../fixture";
import { record, valueOf } from "../mocks";
import { project } from "./fixture";
import { NUMBER, PROJECT } from "./mock-outputs";

const SERVICE = "gcp:projects/service:Service";

describe("the project", () => {
  test("is the one that the provider names, and is never made", async () => {
    const recording = await record(() => project());
    expect(await valueOf(recording.result.id)).toBe(PROJECT);
    expect(await valueOf(recording.result.number)).toBe(NUMBER);
    expect(recording.ofType("gcp:organizations/project:Project")).toEqual([]);
    expect(recording.calls.map(({ token }) => token)).toEqual(["gcp:organizations/getProject:getProject"]);
  });

  test.each([undefined, ""])(
    "is asked for when neither configuration nor environment names one: %j",
    (id) => {
      expect(() => namedProject(id)).toThrow("run `pulumi config set gcp:project PROJECT`");
    },
  );

  test("switches an interface on once, however many need it, and never off", async () => {
    const recording = await record(() => {
      const made = project();
      made.after("run");
      made.after("run", "sqladmin");
      made.agent("run");
    });
    expect(recording.ofType(SERVICE).map(({ inputs, name }) => [name, inputs["service"]])).toEqual([
      ["project-api-run", "run.googleapis.com"],
      ["project-api-sqladmin", "sqladmin.googleapis.com"],
    ]);
    for (const { inputs } of recording.ofType(SERVICE))
      expect(inputs).toMatchObject({ project: PROJECT, disableOnDestroy: false });
  });

  test("makes Google's own account of an interface once, when the interface is on", async () => {
    const recording = await record(() => {
      const made = project();
      return [made.agent("run").member, made.agent("run").member];
    });
    const agent = recording.only("gcp:projects/serviceIdentity:ServiceIdentity");
    expect(agent.inputs).toEqual({ project: PROJECT, service: "run.googleapis.com" });
    expect(agent.dependencies).toContain(recording.named("project-api-run").urn);
    const member = `serviceAccount:service-${NUMBER}@serverless-robot-prod.iam.gserviceaccount.com`;
    expect(await Promise.all(recording.result.map((output) => valueOf(output)))).toEqual([member, member]);
  });

  test.each([
    ["storage", `serviceAccount:service-${NUMBER}@gs-project-accounts.iam.gserviceaccount.com`],
    ["logging", `serviceAccount:cmek-p${NUMBER}@gcp-sa-logging.iam.gserviceaccount.com`],
  ] as const)("asks for the account of %s, which is older than service identities", async (api, member) => {
    const recording = await record(() => project().agent(api).member);
    expect(await valueOf(recording.result)).toBe(member);
    expect(recording.ofType("gcp:projects/serviceIdentity:ServiceIdentity")).toEqual([]);
    expect(recording.has(`project-api-${api}`)).toBe(true);
  });

  test("gives names that end in the stack's own letters", async () => {
    const { result } = await record(() => project().physicalName("cloudRunService", "api"));
    expect(await valueOf(result)).toBe("api-x7k2qm");
  });

  test("knows its regions and labels", async () => {
    const { result } = await record(() => new GcpProject("project", specificationOn("gcp", "prod"), {}));
    expect(result).toMatchObject({ region: "europe-west1", recoveryRegion: "europe-west4" });
    expect(result.labels).toEqual({
      project: "platform",
      stack: "prod",
      environment: "prod",
      "managed-by": "pulumi",
    });
  });
});
