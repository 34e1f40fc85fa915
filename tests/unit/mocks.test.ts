import * as pulumi from "@pulumi/pulumi";
import { Key } from "@pulumi/aws/kms";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Component } from "../../components/component";
import { record, UNKNOWN, valueOf } from "./mocks";

class Pair extends Component {
  readonly arn: pulumi.Output<string>;
  constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super("aws", "Pair", name, opts);
    const key = new Key(
      this.child("key"),
      { description: pulumi.secret("hidden") },
      { parent: this, protect: true, retainOnDelete: true },
    );
    new LogGroup(
      this.child("logs"),
      { kmsKeyId: key.arn, namePrefix: pulumi.interpolate`of-${getCallerIdentityOutput().accountId}` },
      { parent: this, ignoreChanges: ["retentionInDays"] },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

describe("the recorder of registrations", () => {
  test("keeps type, name, inputs, parent and options of each resource", async () => {
    const recording = await record(() => new Pair("pair"));
    const component = recording.named("pair");
    expect(component).toMatchObject({ type: "platform:aws:Pair", custom: false });
    expect(recording.named("pair-key")).toMatchObject({
      urn: "urn:pulumi:test::platform::platform:aws:Pair$aws:kms/key:Key::pair-key",
      parent: component.urn,
      protect: true,
      retainOnDelete: true,
      inputs: { description: "hidden" },
      secretInputs: ["description"],
    });
    expect(recording.only("aws:cloudwatch/logGroup:LogGroup")).toMatchObject({
      inputs: { kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/pair-key", namePrefix: "of-123456789012" },
      secretInputs: [],
      ignoreChanges: ["retentionInDays"],
      dependencies: [recording.named("pair-key").urn],
      protect: false,
    });
    expect(recording.orphans()).toEqual([]);
    expect(recording.calls.map(({ token }) => token)).toEqual([
      "aws:index/getCallerIdentity:getCallerIdentity",
    ]);
  });

  test("makes computed outputs unknown in a preview", async () => {
    const recording = await record(() => new Pair("pair"), { preview: true });
    expect(recording.named("pair-logs").inputs).toEqual({
      kmsKeyId: UNKNOWN,
      namePrefix: "of-123456789012",
    });
  });

  test("gives a component's outputs their values", async () => {
    const { result } = await record(() => new Pair("pair"));
    expect(await valueOf(result.arn)).toBe("arn:aws:kms:eu-west-1:123456789012:key/pair-key");
  });

  test("finds a resource that no component holds", async () => {
    const recording = await record(() => new Key("loose"));
    expect(recording.orphans().map(({ name }) => name)).toEqual(["loose"]);
  });

  test("fails when the program does", async () => {
    await expect(
      record(() => {
        throw new Error("no such zone");
      }),
    ).rejects.toThrow("no such zone");
  });
});
