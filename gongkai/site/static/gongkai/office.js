// The office by keyboard, and forms kept while typing. Every page works without it.
"use strict";

// Keys: j k / ? and g with a letter. Never while somebody types, never with a modifier; they can be turned off.
{
  const PLACES = { t: "今日", x: "信息", s: "申请", n: "年报", j: "机关" };
  const WORDS = [
    ["j", "下一行"],
    ["k", "上一行"],
    ["Enter", "打开这一行"],
    ["/", "到筛选栏"],
    ["?", "显示快捷键"],
  ];
  const PATIENCE = 1500;
  const STORED = "gongkai-keys";

  const rail = document.querySelector(".rail");
  const place = (letter) =>
    [...document.querySelectorAll(".rail nav a")].find((link) => link.textContent.trim() === PLACES[letter]);
  const stored = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;  // a browser that keeps nothing
    }
  };
  let off = stored() === "off";
  let waiting = -Infinity;  // when g was pressed

  const made = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };

  const rows = () =>
    [...document.querySelectorAll("main table.rows tbody tr, main .list > li")].filter(
      (row) => row.querySelector("a[href]") && row.offsetParent,
    );
  const move = (step) => {
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
    next?.querySelector("a[href]").focus();
  };

  const dialog = made("dialog", "", { class: "keys", "aria-labelledby": "keys" });
  const turn = made("button", "", { class: "button", type: "button" });
  const tell = () => {
    turn.textContent = off ? "启用快捷键" : "停用快捷键";
  };
  const show = () => {
    if (!dialog.open) {
      dialog.showModal();
    }
  };
  {
    const list = made("dl");
    const letters = Object.keys(PLACES).filter(place).map((letter) => [`g ${letter}`, `到“${PLACES[letter]}”`]);
    for (const [keys, word] of [...WORDS, ...letters]) {
      const line = made("div");
      const term = made("dt");
      keys.split(" ").forEach((key) => term.append(made("kbd", key), " "));
      line.append(term, made("dd", word));
      list.append(line);
    }
    const close = made("button", "关闭", { class: "button primary", type: "button" });
    close.addEventListener("click", () => dialog.close());
    turn.addEventListener("click", () => {
      off = !off;
      try {
        localStorage.setItem(STORED, off ? "off" : "on");
      } catch {
        // it holds for this page
      }
      tell();
    });
    tell();
    const actions = made("div", "", { class: "actions" });
    actions.append(close, turn);
    dialog.append(
      made("h2", "快捷键", { id: "keys" }),
      made("p", "填写内容时不起作用。", { class: "quiet small" }),
      list,
      actions,
    );
    document.body.append(dialog);
    const open = made("button", "快捷键", { class: "button", type: "button", "aria-haspopup": "dialog" });
    open.addEventListener("click", show);
    if (matchMedia("(any-pointer: fine)").matches) {
      rail?.querySelector(".rail-user")?.prepend(open);  // a telephone has no such keys
    }
  }

  const typing = (target) =>
    target instanceof Element && (target.isContentEditable || target.closest("input, textarea, select"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) {
      return;
    }
    if (off || event.ctrlKey || event.metaKey || event.altKey || dialog.open || typing(event.target)) {
      return;
    }
    const afterG = event.timeStamp - waiting < PATIENCE;
    waiting = -Infinity;
    const link = afterG && place(event.key);
    if (link) {
      link.click();
    } else if (event.key === "g") {
      waiting = event.timeStamp;
      return;
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "/") {
      document
        .querySelector("main form[method=get] :is(input:not([type=hidden]), select), main input[type=search]")
        ?.focus();
    } else if (event.key === "?" || event.key === "？") {
      show();
    } else {
      return;
    }
    event.preventDefault();
  });
}

// 随写随存: what stands in the form goes to the server as it is, a few seconds after it changed.
{
  const EVERY = 3000;
  const AGAIN = 30000;
  const PATIENCE = 5000;  // how long a form waits for what is being kept
  const KEEPALIVE = 60000;  // bytes a browser sends for a page that is being left

  const form = document.querySelector("form[data-typed]");
  const state = form?.querySelector("[data-typed-state]");
  let kept = null;  // as the server has it; null before anybody touched the form
  let sending = null;  // settles when the server has answered what is under way
  let submitted = false;
  let held = false;
  let next = 0;

  const text = (data) => JSON.stringify([...data].filter(([name]) => name !== "csrfmiddlewaretoken"));
  const say = (words, ...more) => {
    if (!state.textContent.startsWith(words)) {
      state.replaceChildren(words, ...more);
    }
  };

  // Whoever signed in again elsewhere has another token: the form takes it over, and can be sent too.
  const renew = async () => {
    const page = await fetch(form.action);
    if (page.redirected || !page.ok) {
      return false;
    }
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = found.querySelector("form[data-typed] [name=csrfmiddlewaretoken], main [name=csrfmiddlewaretoken]");
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = token?.value ?? field.value;
    }
    return true;
  };

  const signIn = () => {
    const link = document.createElement("a");
    link.href = form.action;  // which asks to sign in first
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "重新登录（另开一页）";
    return link;
  };

  const send = async (options, again = false) => {
    const data = new FormData(form);
    const answer = await fetch(form.dataset.typed, { method: "POST", body: data, ...options });
    if (answer.redirected) {
      say("登录已超时，新写的内容还没有暂存。请不要关闭本页，先", signIn());
      return false;
    }
    if (answer.status === 403) {
      if (!again && (await renew())) {
        return send(options, true);
      }
      say("没有暂存：您现在不能办理这份信息");
      return false;
    }
    const told = await answer.json();
    say(answer.ok ? `已暂存 ${told.at}` : told.refused);
    return true;  // what was refused is not sent again before it changes
  };

  const tell = async (options) => {
    try {
      if (await send({ signal: AbortSignal.timeout(AGAIN), ...options })) {
        next = 0;
      } else {
        kept = "";
      }
    } catch {
      kept = "";
      say("没有连上服务器，还没有暂存，稍后自动再试");
    }
  };

  // One at a time: an earlier one could reach the server after a later one. A page that is left cannot wait.
  const keep = async (leaving = false) => {
    if (submitted || kept === null || (!leaving && (sending || performance.now() < next))) {
      return;
    }
    const now = text(new FormData(form));
    if (now === kept) {
      return;
    }
    kept = now;
    next = performance.now() + AGAIN;
    const small = new Blob([now]).size < KEEPALIVE;
    const all = Promise.all([sending, tell({ keepalive: leaving && small })]);
    sending = all;
    await all;
    if (sending === all) {
      sending = null;
    }
  };

  // Giving a request up does not stop the server: it would keep what the form, sent before it, no longer needs.
  const settle = async (event) => {
    submitted = true;
    if (sending === null) {
      return;
    }
    event.preventDefault();
    if (held) {
      return;
    }
    held = true;
    await Promise.race([sending, new Promise((done) => setTimeout(done, PATIENCE))]);
    sending = null;
    event.target.requestSubmit(event.submitter);
  };

  if (form) {
    const begin = () => {
      kept ??= text(new FormData(form));
    };
    form.addEventListener("focusin", begin);
    form.addEventListener("pointerdown", begin);
    form.addEventListener("focusout", () => keep());
    for (const one of document.querySelectorAll("form")) {
      if (one === form || one.getAttribute("action") === form.dataset.typed) {  // sent, or discarded
        one.addEventListener("submit", settle);
      }
    }
    setInterval(keep, EVERY);
    addEventListener("focus", () => {
      next = 0;
    });
    addEventListener("pagehide", () => keep(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        keep(true);
      }
    });
  }
}
