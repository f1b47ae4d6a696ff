"""One module for each library that opens a file format."""
