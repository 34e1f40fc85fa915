import { plaintexts, presentable, scrubbed } from "../../../tools/report/masking";

const canary = "canary-4711-of-a-secret";
const signature = "4dabf18193072939515e22adb298388d";
const secret = (inner: Record<string, string>) => ({
  [signature]: "1b47061264138c4ac30d75fd1eb44270",
  ...inner,
});

describe("what people may see of a value", () => {
  test.each([
    ["the engine's own mark", secret({ ciphertext: "[secret]" })],
    ["a secret in plain text", secret({ plaintext: JSON.stringify(canary) })],
    [
      "an output that is secret",
      { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", secret: true, value: canary },
    ],
    ["an object marked as something new", { [signature]: "unheard-of", value: canary }],
  ])("nothing of %s", (_, value) => {
    expect(presentable({ deep: [{ password: value }] })).toEqual({ deep: [{ password: "[secret]" }] });
  });

  test("nothing of what its name or its look betrays, in JSON texts too", () => {
    const environment = JSON.stringify([
      { name: "DATABASE_PASSWORD", value: canary },
      { name: "LOG_LEVEL", value: "INFO" },
      { name: "ADDRESS", value: `postgresql://user:${canary}@host/database` },
    ]);
    expect(presentable({ environment })).toEqual({
      environment: [
        { name: "DATABASE_PASSWORD", value: "[secret]" },
        { name: "LOG_LEVEL", value: "INFO" },
        { name: "ADDRESS", value: "[secret]" },
      ],
    });
  });

  test("the rest as it is, what is unknown in words, and no defaults of the SDK", () => {
    const value = {
      __defaults: ["name"],
      name: "a",
      count: 3,
      arn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      code: { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "0123456789abcdef" },
      other: { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:pulumi:a::b::c::d" },
    };
    expect(presentable(value)).toEqual({
      name: "a",
      count: 3,
      arn: "(known after the update)",
      code: "(file 0123456789ab)",
      other: "urn:pulumi:a::b::c::d",
    });
  });
});

describe("sources that hold secrets in plain text", () => {
  test("are cleaned of them, quoted or not", () => {
    const quoted = 'with "quotes" inside';
    const source = JSON.stringify({
      state: [secret({ plaintext: JSON.stringify(quoted) }), secret({ value: canary })],
      message: `the password is ${quoted}`,
      text: JSON.stringify({ inner: quoted, other: `${canary}!` }),
    });
    const clean = scrubbed(source, plaintexts(JSON.parse(source) as never));
    expect(JSON.parse(clean)).toMatchObject({
      message: "the password is [secret]",
      text: JSON.stringify({ inner: "[secret]", other: "[secret]!" }),
    });
    expect(clean).not.toContain(canary);
    expect(clean).not.toContain("quotes");
  });

  test("keep short texts that stand in many places", () => {
    expect(scrubbed('{"port":"5432"}', ["5432"])).toBe('{"port":"5432"}');
  });
});
