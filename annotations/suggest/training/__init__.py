"""Makes `annotations/suggest/model/` from free data: `python -m annotations.suggest.training`."""
