"""Many assessments at once; import the module you need, e.g. `from toolkit.analysis import batch`."""
