// The API key is typed in once, lives in this tab's session storage, and nowhere else.

const STORED_AS = "kontor:api-key";

/**
 * Show the bar and tell `onKey` each key in use, beginning with the one this tab remembers ("" is none).
 *
 * @param {Record<string, string>} texts
 * @param {(key: string) => void} onKey
 */
export function openKeyBar(texts, onKey) {
  const form = document.getElementById("key-bar");
  const input = document.getElementById("api-key");
  for (const element of form.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.dataset.text];
  }
  input.value = sessionStorage.getItem(STORED_AS) ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(STORED_AS, input.value.trim());
    onKey(input.value.trim());
  });
  form.hidden = false;
  onKey(input.value);
}

/**
 * Say how the key stands.
 *
 * @param {Record<string, string>} texts
 * @param {"missing" | "asking" | "accepted" | "refused" | "unreachable"} state
 */
export function showKeyState(texts, state) {
  const line = document.getElementById("key-state");
  line.dataset.state = state;
  line.textContent = texts[`key_${state}`];
  document.getElementById("api-key").setAttribute("aria-invalid", String(state === "refused"));
}
