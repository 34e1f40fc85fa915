import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SmallProgram } from "./small-program";

/** Wrong AWS programs under the real engine and the local AWS's plugin: what a user of the CLI gets to read. */
const root = mkdtempSync(join(tmpdir(), "aws-mistakes-"));
let small: SmallProgram;

const head = `
  const ec2 = require("@pulumi/aws/ec2"); const ecs = require("@pulumi/aws/ecs"); const lb = require("@pulumi/aws/lb");
  const cloudwatch = require("@pulumi/aws/cloudwatch"); const { Provider } = require("@pulumi/aws/provider");
  const opts = { provider: new Provider("aws", { region: "eu-west-1" }) };
  const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, opts);
  const subnet = (name, cidrBlock, zone, dependsOn = []) =>
    new ec2.Subnet(name, { vpcId: vpc.id, cidrBlock, availabilityZone: "eu-west-1" + zone }, { ...opts, dependsOn });`;

function pulumi(command: "preview" | "up", program: string) {
  small.write(head + program);
  return command === "up" ? small.up() : small.pulumi([command]);
}

beforeAll(async () => {
  small = await SmallProgram.open(root);
}, 300_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("mistakes of AWS engineers under the real engine", () => {
  jest.setTimeout(180_000);

  it.each([
    [
      "a retention of 99 days",
      `new cloudwatch.LogGroup("logs", { retentionInDays: 99 }, opts);`,
      ["retentionInDays", "must be one of the retention periods of CloudWatch Logs"],
    ],
    [
      "a target group name of 33 characters",
      `new lb.TargetGroup("api", { name: "${"a".repeat(33)}", vpcId: vpc.id, port: 80, protocol: "HTTP" }, opts);`,
      ["name", "is longer than 32 characters (33)"],
    ],
    [
      "Fargate sizes that do not go together",
      `new ecs.TaskDefinition("api", { family: "api", cpu: "256", memory: "4096", networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"], containerDefinitions: '[{"name":"api","image":"api"}]' }, opts);`,
      ["memory", "no Fargate configuration exists for given values: 256 CPU, 4096 memory"],
    ],
    [
      "HTTPS without a certificate",
      `new lb.Listener("https", { loadBalancerArn: vpc.arn, port: 443, protocol: "HTTPS",
        defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }] }, opts);`,
      ["certificateArn", "a certificate must be specified for HTTPS listeners"],
    ],
  ])("refuses %s", async (mistake, program, words) => {
    // What depends on other resources is judged when they are there.
    const command = mistake.startsWith("HTTPS") ? "up" : "preview";
    const { exitCode, stdout, stderr } = await pulumi(command, program);
    for (const each of words) expect(stdout + stderr).toContain(each);
    expect(exitCode).not.toBe(0);
  });

  it("refuses subnets that overlap, makes the rest, and converges once they are mended", async () => {
    // One after the other: of two at once, either may be the one that is refused.
    const two = (second: string): string =>
      `subnet("b", "${second}", "b", [subnet("a", "10.0.0.0/20", "a")]);`;
    const failed = await pulumi("up", two("10.0.8.0/24"));
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain("InvalidSubnet.Conflict");
    const mended = await pulumi("up", two("10.0.16.0/24"));
    expect(mended.stdout + mended.stderr).not.toContain("error");
    expect(mended.exitCode).toBe(0);
  });
});
