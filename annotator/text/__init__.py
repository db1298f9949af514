"""Text as it is: offsets, paragraphs, graphemes, words, clitics, search keys and the order of a terminal's line."""
