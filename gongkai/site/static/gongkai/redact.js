// Boxes drawn on the pages of a file, as lines of the form: what is typed there is drawn, what is drawn is typed.
"use strict";

{
  const typed = document.querySelector("#id_boxes");
  const LEAST = 0.5;  // of a hundred: less is a click

  const percent = (number) => String(Math.round(Math.min(Math.max(number, 0), 100) * 10) / 10);

  const drawn = (page, [left, top, right, bottom]) => {
    const box = document.createElement("div");
    box.className = "paper-box";
    Object.assign(box.style, {
      left: `${left}%`,
      top: `${top}%`,
      width: `${right - left}%`,
      height: `${bottom - top}%`,
    });
    page.append(box);
    return box;
  };

  const draw = () => {
    document.querySelectorAll(".paper-box").forEach((box) => box.remove());
    typed.value.split("\n").forEach((line) => {
      const [number, ...sides] = line.trim().split(/[\s,，、;；]+/u).map(Number);
      const page = document.querySelector(`[data-paper="${number}"]`);
      if (page && sides.length === 4 && sides.every(Number.isFinite)) {
        drawn(page, sides);
      }
    });
  };

  const place = (page, event) => {
    const frame = page.getBoundingClientRect();
    return [
      (100 * (event.clientX - frame.left)) / frame.width,
      (100 * (event.clientY - frame.top)) / frame.height,
    ];
  };

  const sides = ([x, y], [toX, toY]) =>
    [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)].map(percent);

  document.querySelectorAll("[data-paper]").forEach((page) => {
    let from = null;
    let box = null;
    page.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") {  // a finger scrolls
        return;
      }
      event.preventDefault();
      page.setPointerCapture(event.pointerId);
      from = place(page, event);
    });
    page.addEventListener("pointermove", (event) => {
      if (from) {
        box?.remove();
        box = drawn(page, sides(from, place(page, event)).map(Number));
      }
    });
    page.addEventListener("pointerup", (event) => {
      const found = from && sides(from, place(page, event));
      from = null;
      box?.remove();
      box = null;
      if (found && found[2] - found[0] > LEAST && found[3] - found[1] > LEAST) {
        const before = typed.value.trimEnd();
        typed.value = `${before}${before ? "\n" : ""}${page.dataset.paper} ${found.join(" ")}\n`;
        draw();
      }
    });
  });
  typed.addEventListener("input", draw);
  draw();
}
