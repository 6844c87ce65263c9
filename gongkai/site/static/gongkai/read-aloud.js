// 听全文: reads the elements marked data-read-aloud, where the browser can speak. Without it nothing is missing.
"use strict";
{
  const LONGEST = 160;  // some browsers fall silent within a long utterance
  const speech = window.speechSynthesis;
  const tools = document.querySelector("[data-read-aloud-tools]");
  const parts = [...document.querySelectorAll("[data-read-aloud]")];

  const sentences = () =>
    parts
      .flatMap((part) => part.innerText.split(/\n|\t|(?<=[。！？；])/u))
      .flatMap((text) => text.trim().match(new RegExp(`.{1,${LONGEST}}`, "gu")) ?? []);

  const button = (text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet";
    made.textContent = text;
    return made;
  };

  const offer = () => {
    const voices = speech.getVoices();
    if (!voices.length) {
      return;
    }
    speech.removeEventListener?.("voiceschanged", offer);
    const voice = voices.find((one) => /^(zh|cmn)\b/i.test(one.lang));
    const play = button("听全文");
    const stop = button("停止");
    stop.hidden = true;
    let reading = 0;

    const shown = (words, running) => {
      play.textContent = words;
      stop.hidden = !running;
    };
    const end = () => {
      reading += 1;
      speech.cancel();
      shown("听全文", false);
    };
    const begin = () => {
      end();
      const mine = reading;
      const said = sentences().map((text) => {
        const one = new SpeechSynthesisUtterance(text);
        one.lang = "zh-CN";
        one.voice = voice ?? null;
        return one;
      });
      const last = said.at(-1);
      if (last) {
        last.onend = () => mine === reading && end();
        shown("暂停", true);
        said.forEach((one) => speech.speak(one));
      }
    };
    play.addEventListener("click", () => {
      if (stop.hidden) {
        begin();
      } else if (speech.paused) {
        speech.resume();
        shown("暂停", true);
      } else {
        speech.pause();
        shown("继续", true);
      }
    });
    stop.addEventListener("click", () => {
      end();
      play.focus();
    });
    addEventListener("pagehide", () => speech.cancel());
    tools.append(play, stop);
  };

  if (speech && tools && parts.length && "SpeechSynthesisUtterance" in window) {
    speech.addEventListener?.("voiceschanged", offer);
    offer();
  }
}
