// Runs behind Pyodide's own script, in the worker that becomes the kernel.
