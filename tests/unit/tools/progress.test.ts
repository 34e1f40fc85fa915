import { minutes, screenProgress } from "../../../tools/engine/progress";

function screen(
  isTTY: boolean,
  columns = 40,
): { isTTY: boolean; columns: number; text: string; write(text: string): void } {
  return {
    isTTY,
    columns,
    text: "",
    write(text) {
      this.text += text;
    },
  };
}

describe("progress", () => {
  it("rewrites one line of a terminal and clears it before a fact", () => {
    const terminal = screen(true);
    const progress = screenProgress(terminal);
    progress.status("compiling a");
    progress.status("compiling b");
    progress.say("built");
    expect(terminal.text.split("\r\u001b[2K")).toEqual(["", "compiling a", "compiling b", "built\n"]);
  });

  it("cuts a status to the terminal's width, so that it never wraps", () => {
    const terminal = screen(true, 20);
    screenProgress(terminal).status("x".repeat(30));
    expect(terminal.text).toBe(`\r\u001b[2K${"x".repeat(18)}…`);
  });

  it("takes a terminal that does not know its size for one of 80 columns", () => {
    const terminal = screen(true, 0);
    screenProgress(terminal).status("x".repeat(100));
    expect(terminal.text).toHaveLength("\r\u001b[2K".length + 79);
  });

  it("takes the last status away", () => {
    const terminal = screen(true);
    const progress = screenProgress(terminal);
    progress.status("installing");
    progress.status("");
    expect(terminal.text.endsWith("\r\u001b[2K")).toBe(true);
  });

  it("writes a status line to a log at most every 15 seconds", () => {
    const log = screen(false);
    let now = 1_000_000;
    const progress = screenProgress(log, () => now);
    progress.status("first");
    now += 14_999;
    progress.status("too early");
    now += 1;
    progress.status("second");
    progress.status("");
    progress.say("built");
    expect(log.text).toBe("first\nsecond\nbuilt\n");
  });

  it.each([
    [0, "0:00"],
    [65_999, "1:05"],
    [3_600_000, "60:00"],
  ])("shows %d ms as %s", (milliseconds, text) => {
    expect(minutes(milliseconds)).toBe(text);
  });
});
