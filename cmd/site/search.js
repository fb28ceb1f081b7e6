const box = document.getElementById("search"), none = document.getElementById("none");
const entries = document.querySelectorAll("li[data-text]");
box.hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const e of entries) {
    e.hidden = !words.every(w => e.dataset.text.includes(w));
    if (!e.hidden) found++;
  }
  none.hidden = found > 0;
});
