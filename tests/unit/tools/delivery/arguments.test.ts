import { Arguments } from "../../../../tools/delivery/arguments";

describe("the command line of the delivery's commands", () => {
  it("is read", () => {
    const given = Arguments.read(["stop", "--stack", "prod", "--within", "10"]);
    expect(given.command).toBe("stop");
    expect(given.need("stack")).toBe("prod");
    expect(given.within(240)).toBe(10_000);
    expect(Arguments.read(["stop"]).within(240)).toBe(240_000);
    expect(Arguments.read(["smoke"]).objective()).toBeUndefined();
    expect(Arguments.read(["smoke", "--objective", "100"]).objective()).toBe(100);
    expect(Arguments.read(["lint", "a.yml"]).files).toEqual(["a.yml"]);
    expect(Arguments.read([]).command).toBe("help");
  });

  it("refuses what it does not know, and says what it knows", () => {
    expect(() => Arguments.read(["stop", "--stak", "prod"])).toThrow(/--stak[^]*npm run delivery/);
    expect(() => Arguments.read(["stop"]).need("stack")).toThrow(/stop needs --stack/);
    // GitHub gives an empty text where a value is missing.
    expect(() => Arguments.read(["stop", "--stack="]).need("stack")).toThrow(/stop needs --stack/);
    expect(() => Arguments.read(["stop", "--within", "soon"]).within(1)).toThrow(/number of seconds/);
    expect(() => Arguments.read(["smoke", "--objective", "fast"]).objective()).toThrow(/milliseconds/);
  });
});
