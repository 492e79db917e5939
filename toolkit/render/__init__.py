"""Results and screens as HTML: components, charts that are tables, and the report."""
