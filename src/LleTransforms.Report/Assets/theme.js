// Light and dark: by the system, or as chosen; whoever draws by script listens.
const themeListeners = [];
const systemDark = matchMedia("(prefers-color-scheme: dark)");

const themeColor = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen === "auto" && systemDark.matches);
}

function markTheme(theme) {
  for (const button of document.querySelectorAll("[data-choose-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === theme));
  }
}

function chooseTheme(theme) {
  document.documentElement.dataset.theme = theme;
  markTheme(theme);
  themeListeners.forEach(listener => listener());
}

function startTheme() {
  for (const button of document.querySelectorAll("[data-choose-theme]")) {
    button.addEventListener("click", () => chooseTheme(button.dataset.chooseTheme));
  }
  systemDark.addEventListener("change", () => themeListeners.forEach(listener => listener()));
  markTheme("auto");
}
