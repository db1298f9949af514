"""The fixed parts of the main window around the article."""
