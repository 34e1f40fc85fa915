import { readRequest } from "../../../tools/report/arguments";

describe("the arguments of a report", () => {
  test("by default: a preview of the selected stack on its real cloud", () => {
    expect(readRequest([])).toEqual({
      ...{ stack: undefined, cloud: undefined, local: false, from: [], pulumi: [], help: false },
      out: ".local/report",
    });
  });

  test("name files, a folder and what goes to pulumi", () => {
    expect(readRequest(["--stack", "prod", "--from", "a", "--from=b", "--out", "o"])).toMatchObject({
      ...{ stack: "prod", from: ["a", "b"], out: "o" },
    });
    expect(readRequest(["-s", "dev", "--", "--refresh", "--stack", "x"])).toMatchObject({
      ...{ stack: "dev", pulumi: ["--refresh", "--stack", "x"] },
    });
  });

  test("--cloud is a local cloud", () => {
    expect(readRequest(["--cloud", "azure"])).toMatchObject({ local: true, cloud: "azure" });
  });

  test.each([[["--form", "a"]], [["prod"]], [["--from", "a", "--", "--refresh"]]])(
    "%j is refused with the usage",
    (args) => {
      expect(() => readRequest(args)).toThrow(/--from FILE/);
    },
  );
});
