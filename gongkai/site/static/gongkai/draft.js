// 本机草稿: keeps a form on this device while it is typed, if its writer wants so. Without it nothing is missing.
"use strict";
{
  const DAYS = 30;
  const PREFIX = "gongkai-draft:";

  const store = () => {
    try {
      const place = window.localStorage;
      place.setItem(`${PREFIX}try`, "");
      place.removeItem(`${PREFIX}try`);
      return place;
    } catch {
      return null;
    }
  };

  const made = (name, text, className) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
  };

  const read = (place, key) => {
    try {
      const draft = JSON.parse(place.getItem(key));
      if (draft && Date.now() - draft.at < DAYS * 24 * 3600 * 1000) {
        return draft;
      }
    } catch {
      // not ours, or broken: it goes
    }
    place.removeItem(key);
    return null;
  };

  const offer = (form, place) => {
    const key = PREFIX + form.dataset.draftOf;
    const fields = [...form.querySelectorAll("[data-draft]")];
    const said = made("p", "", "help");
    said.setAttribute("role", "status");
    const box = made("div", "", "field choice");
    const consent = document.createElement("input");
    consent.type = "checkbox";
    consent.id = "draft-consent";
    const label = made("label", "在本机保存草稿", "");
    label.htmlFor = consent.id;
    const warning = made("p", "证件号码不保存。公用电脑、借用的手机请不要选。", "help");
    warning.id = "draft-warning";
    consent.setAttribute("aria-describedby", warning.id);
    box.append(consent, label, warning, said);
    form.querySelector(".actions").before(box);

    const keep = () => {
      const earlier = read(place, key)?.typed ?? {};
      const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      place.setItem(key, JSON.stringify({at: Date.now(), typed: {...earlier, ...typed}}));
    };
    const draft = read(place, key);
    if (draft) {
      consent.checked = true;
      // What the server has sent back was typed later than any draft.
      const open = "draftTyped" in form.dataset
        ? []
        : fields.filter((field) => field.name in draft.typed && (field.tagName === "SELECT" || !field.value));
      open.forEach((field) => {
        field.value = draft.typed[field.name];
      });
      said.textContent = `已恢复${new Date(draft.at).toLocaleDateString("zh-CN")}保存的草稿，提交后自动清除。不选就立即清除。`;
    }
    consent.addEventListener("change", () => {
      if (consent.checked) {
        keep();
        said.textContent = "已保存在本机，提交后自动清除。";
      } else {
        place.removeItem(key);
        said.textContent = "本机的草稿已清除。";
      }
    });
    form.addEventListener("input", () => consent.checked && keep());
  };

  const place = store();
  if (place) {
    for (const form of document.querySelectorAll("[data-draft-of]")) {
      offer(form, place);
    }
    for (const done of document.querySelectorAll("[data-draft-done]")) {
      place.removeItem(PREFIX + done.dataset.draftDone);
    }
  }
}
