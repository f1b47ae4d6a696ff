// The first of the browser's languages that we speak decides the words of the page.

const FALLBACK = "en";

/** @returns {Promise<Record<string, string>>} the texts of one language; the page is marked as being in it. */
export async function loadTexts() {
  const all = await (await fetch(new URL("texts.json", import.meta.url))).json();
  const spoken = navigator.languages.map((language) => language.split("-")[0]);
  const language = spoken.find((code) => code in all) ?? FALLBACK;
  document.documentElement.lang = language;
  return all[language];
}
