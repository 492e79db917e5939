"""Content of the toolkit: text, numbers and sources, read only by `toolkit.content`."""
