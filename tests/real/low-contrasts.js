// Runs in the page: texts whose contrast to what is behind them is below 4.5 : 1 (WCAG 2.2, 1.4.3).
(() => {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (at) => {
    for (let one = at; one !== null; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      const [, , , alpha = 1] = channels(backgroundColor);
      if (alpha > 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one, other) => {
    const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const found = new Set();
  for (const one of document.querySelectorAll("body *:not(script):not(title)")) {
    if (
      ![...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "")
    )
      continue;
    const drawn = one instanceof SVGElement;
    const shape = drawn ? one.closest(".node")?.querySelector("path") : undefined;
    const style = getComputedStyle(one);
    const [front, back] = [
      drawn ? style.fill : style.color,
      shape ? getComputedStyle(shape).fill : behind(one),
    ];
    if (contrast(front, back) < 4.5)
      found.add(`${one.tagName} ${one.getAttribute("class")}: ${front} on ${back}`);
  }
  return [...found];
})();
