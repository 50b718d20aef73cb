"""How far people agree who annotated the same articles, each on their own. Pure.

`counting` turns two annotated sets of one article into counts. Counts of articles add up, and
`coefficients` turns sums of them into figures; `resampling` does the same to sums over resampled
articles, which gives the intervals. `measures` lists what can be asked for.
"""
