"""The rules of the toolkit in plain Python: import the module you need, e.g. `from toolkit.core import risk`."""
