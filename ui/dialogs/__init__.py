"""Small windows that float over the main one."""
