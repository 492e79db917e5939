"""The pages as notebooks; shipped with the package so that an installed toolkit can serve them."""
