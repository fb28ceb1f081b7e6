(width => {
  const out = [];
  document.querySelectorAll("details").forEach(d => d.open = true);
  const wide = document.documentElement.scrollWidth - width;
  if (wide > 0) {
    const who = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width && !e.closest(".scroll, pre")).map(e => e.tagName + " " + e.textContent.slice(0, 30));
    out.push(`scrolls sideways by ${wide} px: ${who.slice(0, 3).join(" | ")}`);
  }
  // Contrast by WCAG 2.2, 1.4.3: 4.5 to 1 for text.
  const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const numbers = c => c.match(/[\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = numbers(c); return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor, n = numbers(c);
      if (n.length < 4 || n[3] > 0) return c;
    }
    return "rgb(255, 255, 255)";
  };
  const told = new Set();
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (!own.length || !e.getClientRects().length || ["SCRIPT", "STYLE"].includes(e.tagName)) continue;
    const style = getComputedStyle(e), [a, b] = [light(style.color), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) told.add(`contrast ${ratio.toFixed(1)}: ${style.color} on ${behind(e)}, <${e.tagName.toLowerCase()} class="${e.className}">`);
    if (parseFloat(style.fontSize) < 11) told.add(`letters of ${style.fontSize}: <${e.tagName.toLowerCase()} class="${e.className}">`);
    if (style.overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1 && !e.title) told.add(`cut: ${own[0].data.slice(0, 60)}`);
  }
  return out.concat([...told]);
})
