"""A responsible-AI toolkit for law enforcement. Import the floor you need; this file imports nothing."""

__version__ = "0.1.0"
