"use strict";
// Runs before the first paint: no flash of the other theme, no filters that appear late.
{
  const root = document.documentElement;
  const themes = ["system", "dark", "light"];
  // A page opened from a file may have no storage; then the choice lasts as long as the page.
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* lasts as long as the page */ } };
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const label of document.querySelectorAll("[data-theme-button] span")) label.textContent = theme;
  };
  let theme = themes.includes(remembered()) ? remembered() : "system";
  root.classList.add("js");
  show(theme);
  addEventListener("DOMContentLoaded", () => {
    show(theme);
    for (const button of document.querySelectorAll("[data-theme-button]")) {
      button.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        remember(theme);
        show(theme);
      });
    }
  });
}
