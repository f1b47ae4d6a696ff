"""The processes: what is started, with which settings, and how it is put together."""
