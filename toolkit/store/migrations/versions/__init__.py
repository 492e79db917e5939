"""One file a revision, named `NNNN_word.py`; a published one never changes."""
