"""The page about agreement: numbers with what stands behind each of them."""
