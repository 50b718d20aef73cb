"""Who and what names name: how names compare, and where an entity is named."""
