"""Chinese: the product's language."""
