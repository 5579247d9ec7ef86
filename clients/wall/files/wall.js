// A wall has nobody to press a key: when the line is lost it says since when, and comes back alone.
"use strict";

const PAUSE = 3000;

async function comeBack() {
  try {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (answer.ok) {
      window.location.reload();
      return;
    }
  } catch {
    // not back yet
  }
  setTimeout(comeBack, PAUSE);
}

new MutationObserver((_, watching) => {
  if (document.body.classList.contains("-closed")) {
    watching.disconnect();
    document.getElementById("since").textContent = new Date().toLocaleTimeString();
    setTimeout(comeBack, PAUSE);
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
