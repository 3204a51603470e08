/** Sets light or dark before anything is painted, where it was chosen; otherwise the system's holds. */

(() => {
  try {
    const theme = localStorage.getItem('smtp-plus.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
