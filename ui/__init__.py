"""The window of Hashiya. Holds no rules of its own: those live in `annotator`."""

import gc

# The window brings 400 modules and 300 widgets, none of which goes again: looking for garbage among them, as Python does
# by default, is a tenth of the start. `ui.collector` takes over when the window is built.
gc.set_threshold(100_000, 100, 100)
