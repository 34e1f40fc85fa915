import fc from "fast-check";
import { mapFlag, parseArguments, placeFlags, takePlace, withFlags } from "../../../tools/local/arguments";

const parse = (line: string): ReturnType<typeof parseArguments> => parseArguments(line.split(" "));

describe("a pulumi command line", () => {
  it.each([
    ["up --yes", "up", undefined],
    ["--color never up -s prod", "up", "prod"],
    ["preview --stack=staging --diff", "preview", "staging"],
    ["-C /elsewhere destroy -sprod", "destroy", "prod"],
    ["stack select prod", "stack", "prod"],
    ["stack --stack prod export", "stack", "prod"],
    ["cancel prod --yes", "cancel", "prod"],
    ["config set platform:region eu-west-1", "config", undefined],
    ["up -m prod", "up", undefined],
  ])("`%s` is about `%s` of the stack %s", (line, name, stack) => {
    expect(parse(line)).toMatchObject({ name, stack });
  });

  it.each([
    "up",
    "update",
    "pre",
    "preview",
    "destroy",
    "dn",
    "down",
    "refresh",
    "import x y z",
    "watch",
    "config get x",
  ])("`%s` reads the stack's configuration", (line) => {
    expect(parse(line)).toMatchObject({ configured: true, onStack: true });
  });

  it.each(["stack export", "stack", "state delete x", "cancel", "stack output --json"])(
    "`%s` works on a stack without its configuration",
    (line) => {
      expect(parse(line)).toMatchObject({ configured: false, onStack: true });
    },
  );

  it.each(["stack ls", "stack init dev", "whoami", "plugin ls"])("`%s` needs no stack", (line) => {
    expect(parse(line)).toMatchObject({ onStack: false, informative: false });
  });

  it.each(["--help", "up --help", "version", "help up", "stack -h"])(
    "`%s` needs nothing prepared",
    (line) => {
      expect(parse(line)).toMatchObject({ configured: false, onStack: false, informative: true });
    },
  );

  it("ends its flags at --", () => {
    expect(parse("config set key -- --stack").stack).toBeUndefined();
    expect(parse("config set key -- --stack").words).toEqual(["set", "key", "--stack"]);
  });

  it("names the stack file that a user gives", () => {
    expect(parse("up --config-file my.yaml").configFile).toBe("my.yaml");
    expect(parse("up --config-file=my.yaml").configFile).toBe("my.yaml");
  });
});

describe("withFlags", () => {
  it("puts flags behind the command, not behind a value of the same name", () => {
    expect(withFlags(["-C", "up", "up", "--yes"], "up", ["--x", "1"])).toEqual([
      "-C",
      "up",
      "up",
      "--x",
      "1",
      "--yes",
    ]);
  });

  it("puts them before --", () => {
    expect(withFlags(["config", "set", "k", "--", "-v"], "config", ["--x"])).toEqual([
      ...["config", "--x", "set", "k", "--", "-v"],
    ]);
  });

  it("keeps every argument in its order", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
        const args = [...before, "up", ...after];
        const at = withFlags(args, "up", ["--added"]).indexOf("--added");
        fc.pre(!before.includes("--added"));
        expect(withFlags(args, "up", ["--added"]).filter((_, index) => index !== at)).toEqual(args);
      }),
    );
  });
});

describe("mapFlag", () => {
  it("changes both forms of the flag and nothing else", () => {
    const args = [
      "up",
      "--policy-pack",
      "policy",
      "--policy-pack=other",
      "policy",
      "--policy-pack-config",
      "policy",
    ];
    expect(mapFlag(args, "--policy-pack", (value) => `${value}/pack`)).toEqual([
      ...["up", "--policy-pack", "policy/pack", "--policy-pack=other/pack"],
      ...["policy", "--policy-pack-config", "policy"],
    ]);
  });
});

describe("takePlace", () => {
  it.each([
    [["--cloud", "azure"], { cloud: "azure", args: [] }],
    [["--cloud=gcp", "preview", "-s", "dev"], { cloud: "gcp", args: ["preview", "-s", "dev"] }],
    [["--cloud"], { cloud: "", args: [] }],
    [["--runtime", "kubernetes", "up"], { runtime: "kubernetes", args: ["up"] }],
    [["--runtime=kubernetes", "--cloud", "gcp"], { cloud: "gcp", runtime: "kubernetes", args: [] }],
    [["preview", "--cloud", "azure"], { args: ["preview", "--cloud", "azure"] }],
    [[], { args: [] }],
  ])("reads %j", (given, taken) => {
    expect(takePlace(given)).toEqual(taken);
  });
});

test.each([
  [{}, ""],
  [{ cloud: "azure" }, " --cloud azure"],
  [{ runtime: "kubernetes", cloud: "gcp" }, " --cloud gcp --runtime kubernetes"],
])("the flags of %j are typed as %j", (place, typed) => {
  expect(placeFlags(place)).toBe(typed);
});
