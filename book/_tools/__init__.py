"""Tools that turn the book's sources into notebooks and into the site."""
