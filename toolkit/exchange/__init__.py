"""Assessments as files: the native bundle and its verification, the risk register as CSV and XLSX, both read back."""
