import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkState, hint, selectedStack, stackExists } from "../../../tools/local/backend";
import { layout, type Layout, lockFolder, selectionFile, stateFile } from "../../../tools/local/layout";

let places: Layout;
beforeEach(() => {
  places = layout(mkdtempSync(join(tmpdir(), "platform-backend-")));
});
afterEach(() => {
  rmSync(places.root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe("a local state", () => {
  const whole = '{"version":3,"checkpoint":{"stack":"organization/platform/dev"}}';

  it("is taken when it is whole, or not there yet", () => {
    expect(stackExists(places, "dev")).toBe(false);
    checkState(places, "dev");
    write(stateFile(places, "dev"), whole);
    expect(stackExists(places, "dev")).toBe(true);
    checkState(places, "dev");
  });

  it.each(["", whole.slice(0, 30)])(
    "that is cut off (%j) is refused by its file, with the way to start over",
    (text) => {
      write(stateFile(places, "dev"), text);
      expect(() => {
        checkState(places, "dev");
      }).toThrow(
        /state of the stack dev can't be read: \S+dev\.json is no valid JSON\. Nothing was changed\.\n.*rm -r/,
      );
    },
  );

  it("that is cut off can go on from the one before, where that is whole", () => {
    write(stateFile(places, "dev"), "");
    write(`${stateFile(places, "dev")}.bak`, whole);
    expect(() => {
      checkState(places, "dev");
    }).toThrow(/cp \S+dev\.json\.bak \S+dev\.json/);
  });
});

describe("the selected stack", () => {
  const file = (): string => selectionFile(places);

  it.each([
    ['{"stack":"organization/platform/prod"}', "prod"],
    ['{"stacks":{"file:///x":"organization/platform/staging"}}', "staging"],
    ['{"stack":""}', undefined],
    ["{", undefined],
    ['{"stack":1}', undefined],
  ])("of %s is %s", (text, stack) => {
    write(file(), text);
    expect(selectedStack(places)).toBe(stack);
  });

  it("is none before anything was selected", () => {
    expect(selectedStack(places)).toBeUndefined();
  });
});

describe("a hint after a failure", () => {
  const lock = (owner: object): void => {
    write(join(lockFolder(places, "prod"), "1.json"), JSON.stringify(owner));
    write(join(lockFolder(places, "prod"), "1.json.attrs"), "{}");
  };
  beforeEach(() => {
    write(stateFile(places, "prod"), "{}");
  });

  it("names the stacks when there is none of that name", () => {
    expect(hint(places, "pord", ["dev", "prod"])).toBe(
      "Stacks here: dev, prod. Another one: npm run local -- stack init pord",
    );
  });

  it("says how to lift a lock whose owner is gone", () => {
    lock({ pid: 2 ** 30, hostname: hostname() });
    expect(hint(places, "prod", [])).toMatch(/killed \(process 1073741824\).*cancel --yes --stack prod$/);
  });

  it("says nothing of a lock whose owner runs", () => {
    lock({ pid: process.pid, hostname: hostname() });
    expect(hint(places, "prod", [])).toBeUndefined();
  });

  it("says nothing when nothing is seen", () => {
    expect(hint(places, "prod", [])).toBeUndefined();
  });
});
