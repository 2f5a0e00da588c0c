"""A real JupyterHub with the settings that the kit ships: thirty readers do lesson 1 on it."""
