"""Pages and papers say what is true."""
