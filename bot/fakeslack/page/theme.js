// Light, dark, or as the device says. Loaded before the page is shown, so that
// it never flashes in the other one.
(() => {
  const NAME = 'page-theme';
  const order = ['auto', 'light', 'dark'];
  let theme = 'auto';
  try {
    theme = order.includes(localStorage.getItem(NAME)) ? localStorage.getItem(NAME) : 'auto';
  } catch { /* storage may be forbidden; then the choice lasts as long as the page */ }

  function apply() {
    document.documentElement.dataset.theme = theme;
  }

  // pageTheme.next turns to the next of the three and returns it.
  window.pageTheme = {
    get name() { return theme; },
    next() {
      theme = order[(order.indexOf(theme) + 1) % order.length];
      apply();
      try {
        localStorage.setItem(NAME, theme);
      } catch { /* as above */ }
      return theme;
    },
  };
  apply();
})();
