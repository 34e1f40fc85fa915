import {
  account,
  changesText,
  cloudOf,
  failure,
  inventory,
  kindOf,
  countsText,
  resourcesOf,
  violationsText,
} from "../../../tools/local/account";
import { Follower, type Outcome, type Violation } from "../../../tools/local/events";

const stack = "urn:pulumi:dev::platform::pulumi:pulumi:Stack::platform-dev";
const platform = "urn:pulumi:dev::platform::platform:index:Platform::platform";
const network = "urn:pulumi:dev::platform::platform:index:Platform$platform:aws:Network::network";
const vpc = "urn:…::network-vpc";
const resources = [
  { urn: stack, type: "pulumi:pulumi:Stack", outputs: { url: "http://entry.example.com" } },
  { urn: "urn:…::default", type: "pulumi:providers:aws", custom: true },
  { urn: platform, type: "platform:index:Platform", parent: stack },
  { urn: network, type: "platform:aws:Network", parent: platform },
  { urn: vpc, type: "aws:ec2/vpc:Vpc", custom: true, parent: network },
  // A child of a child belongs to the component too.
  { urn: "urn:…::a", type: "aws:ec2/subnet:Subnet", custom: true, parent: vpc },
  { urn: "urn:…::b", type: "aws:ec2/subnet:Subnet", custom: true, parent: vpc },
  { urn: "urn:…::own", type: "aws:sns/topic:Topic", custom: true, parent: stack },
];

function outcomeOf(lines: readonly string[]): Follower {
  const follower = new Follower();
  for (const line of lines) follower.take(line);
  return follower;
}

describe("the inventory", () => {
  it("counts what each component of the platform consists of, and what belongs to none", () => {
    expect(inventory(resources).map(({ component, kinds }) => [component, [...kinds]])).toEqual([
      [
        "network",
        [
          ["vpc", 1],
          ["subnet", 2],
        ],
      ],
      ["others", [["topic", 1]]],
    ]);
  });

  it.each([
    ["aws:ec2/routeTableAssociation:RouteTableAssociation", "route table association"],
    ["aws:wafv2/webAcl:WebAcl", "web acl"],
    ["aws:rds/dbInstance:DBInstance", "db instance"],
  ])("calls %s a %s", (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });

  it("tells the cloud by its components", () => {
    expect(cloudOf(resources)).toBe("aws");
    expect(cloudOf(resources.slice(0, 3))).toBeUndefined();
  });

  it("reads what the CLI exports, an empty stack too", () => {
    expect(resourcesOf('{"version":3,"deployment":{"manifest":{}}}')).toEqual([]);
    const text = JSON.stringify({
      deployment: { resources: [{ urn: "u", type: "t", custom: true, inputs: {} }] },
    });
    expect(resourcesOf(text)).toEqual([{ urn: "u", type: "t", custom: true }]);
  });
});

describe("the account", () => {
  const events = [
    { policyAnalyzeSummaryEvent: { passed: ["tls", "tags"] } },
    { policyAnalyzeStackSummaryEvent: { passed: null, failed: ["backups"] } },
    { policyEvent: { policyName: "backups", enforcementLevel: "advisory", resourceUrn: stack } },
    { diagnosticEvent: { message: "anything" } },
    { summaryEvent: { durationSeconds: 14, resourceChanges: { create: 8 } } },
  ].map((event) => JSON.stringify(event));

  it("says what was built, where it answers, what the policies found and how long it took", () => {
    const text = account(
      { stack: "dev", cloud: "AWS", asked: "" },
      resources,
      outcomeOf([...events, '{"cut off']),
    );
    expect(text.split("\n").slice(0, 9)).toEqual([
      "dev is up on the local AWS: 4 resources in 2 components.",
      "",
      "  network    3  2 × subnet, vpc",
      "  others     1  topic",
      "",
      "  changes   8 created",
      "  service   http://entry.example.com (exists on the local AWS only)",
      "  policies  3 rules evaluated, 1 advisory violation (backups)",
      "  duration  14 s",
    ]);
  });

  it.each([
    ["", ["npm run local", "npm run local -- preview --stack prod"]],
    [
      " --cloud azure",
      ["npm run local -- --cloud azure", "npm run local -- --cloud azure preview --stack prod"],
    ],
  ])("tells commands that a user who typed the flags `%s` can type as they stand", (asked, commands) => {
    const text = account({ stack: "dev", cloud: "Azure", asked }, resources, outcomeOf(events));
    const told = text.split("\n").map((line) => line.trim().replace(/ {3,}.*/, ""));
    expect(told).toEqual(expect.arrayContaining(commands));
  });

  it("leaves the service out where none is public", () => {
    expect(
      account({ stack: "dev", cloud: "AWS", asked: "" }, resources.slice(1), outcomeOf(events)),
    ).not.toContain("service");
  });

  it.each([
    [{ same: 145 }, "0 changes (145 unchanged)"],
    [{ same: 140, update: 2, create: 1, delete: 0 }, "2 updated, 1 created, 140 unchanged"],
    [{ replace: 1 }, "1 replaced"],
    [{ "something-new": 1 }, "1 something-new"],
    [{}, "0 changes (0 unchanged)"],
  ])("tells %j as `%s`", (changes, text) => {
    expect(changesText(changes)).toBe(text);
  });

  it("shows the most numerous kinds that fit", () => {
    const kinds = new Map([
      ["vpc", 1],
      ["subnet", 6],
      ["nat gateway", 2],
    ]);
    expect(countsText(kinds, 100, "kinds")).toBe("6 × subnet, 2 × nat gateway, vpc");
    expect(countsText(kinds, 30, "kinds")).toBe("6 × subnet, 2 more kinds");
    expect(countsText(new Map(), 30, "kinds")).toBe("");
  });

  it("tells violations by their level", () => {
    const violation = (policy: string, level: string): Violation => ({
      policy,
      level,
      resource: "",
      message: "",
    });
    expect(
      violationsText([
        violation("b", "mandatory"),
        violation("a", "mandatory"),
        violation("a", "mandatory"),
        violation("c", "advisory"),
      ]),
    ).toBe("3 mandatory violations (2 × a, b); 1 advisory violation (c)");
  });
});

describe("a failure", () => {
  const outcome: Outcome = {
    changes: {},
    seconds: 1,
    policies: new Set(),
    violations: [
      { policy: "tls", level: "mandatory", resource: "entry", message: "TLS 1.2 is needed" },
      { policy: "tags", level: "advisory", resource: "entry", message: "no owner" },
    ],
    errors: [{ resource: "network-vpc", message: "CIDR overlaps\nwith another" }],
  };

  it("tells every error and mandatory violation with its resource, and what to do", () => {
    expect(failure("dev", 255, { ...outcome, changes: { create: 2 } }, "raw").split("\n")).toEqual([
      "dev did not come up (exit code 255).",
      "",
      "  network-vpc: CIDR overlaps",
      "  with another",
      "  entry: TLS 1.2 is needed",
      "",
      "  changes   2 created",
      "",
      "What was made is kept in the state: put the reason right and run `npm run local` again.",
    ]);
  });

  it("tells what the CLI printed when the engine did not begin, and the hint", () => {
    const text = failure(
      "dev",
      255,
      { ...outcome, errors: [], violations: [] },
      "error: locked\n",
      "Lift the lock.",
    );
    expect(text.split("\n")).toEqual([
      "dev did not come up (exit code 255).",
      "",
      "error: locked",
      "",
      "Lift the lock.",
    ]);
  });
});

describe("the follower of an update", () => {
  const at = (kind: string, op: string, name: string): string =>
    JSON.stringify({ [kind]: { metadata: { op, urn: `urn:pulumi:dev::platform::t::${name}` } } });

  it("knows what is being changed and how much has been", () => {
    const follower = outcomeOf([
      at("resourcePreEvent", "create", "a"),
      at("resourcePreEvent", "create", "b"),
      at("resourcePreEvent", "update", "c"),
      at("resourcePreEvent", "same", "d"),
      at("resOutputsEvent", "create", "a"),
      at("resOpFailedEvent", "update", "c"),
      at("resOutputsEvent", "same", "d"),
    ]);
    expect([...follower.running.values()]).toEqual(["b"]);
    expect(follower.done).toBe(1);
    expect(follower.seen).toBe(4);
  });

  it("keeps errors, but not warnings nor the closing sentence", () => {
    const diagnostic = (severity: string, message: string): string =>
      JSON.stringify({ diagnosticEvent: { severity, message, urn: vpc } });
    const follower = outcomeOf([
      diagnostic("error", "CIDR overlaps\n"),
      diagnostic("warning", "deprecated"),
      diagnostic("error", "update failed\n"),
    ]);
    expect(follower.errors).toEqual([{ resource: "network-vpc", message: "CIDR overlaps" }]);
  });
});
