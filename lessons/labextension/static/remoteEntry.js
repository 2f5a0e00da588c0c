// JupyterLab loads this as a plain script and then speaks to it as to a container built by webpack (module
// federation). It is written by hand, so that the kit needs neither node nor a bundler.
(() => {
  const here = new URL(document.currentScript.src);
  let shared;

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["second-source"] = {
    init(shareScope) {
      shared = shareScope;
    },
    async get() {
      // The same query (the kit's version) on every file: a browser must not mix two versions from its cache.
      const { makePlugin } = await import(new URL("extension.js" + here.search, here).href);
      const plugin = await makePlugin(shared, here);
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
