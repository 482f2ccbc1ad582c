"""The page on which a strap is found and chosen."""
