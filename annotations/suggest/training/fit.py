"""The training loop: one encoder, five losses, a fixed number of passes."""

from __future__ import annotations

import logging
import random
import time

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from annotations.suggest.training.batches import IGNORE, Batch, Labels, batches, rows
from annotations.suggest.training.examples import Example
from annotations.suggest.training.network import Reader, habitual, relation_logits

log = logging.getLogger(__name__)

RATE, NEW_RATE, WARM_UP = 2e-4, 1.6e-3, 40
FROZEN = ("encoder.words.", "encoder.positions.")
"""Words never met in training keep their place among the others."""


def fit(
    reader: Reader,
    sets: dict[str, list[Example]],
    tokenizer: Tokenizer,
    labels: Labels,
    passes: int,
    seed: int,
) -> None:
    dice = random.Random(seed)
    optimizer = _optimizer(reader)
    plan = batches(rows(sets, tokenizer, labels, dice), labels, dice)
    total, step, began = len(plan) * passes, 0, time.monotonic()
    log.info("%d batches a pass, %d passes", len(plan), passes)
    for number in range(passes):
        if number:
            plan = batches(rows(sets, tokenizer, labels, dice), labels, dice)
        for batch in plan:
            _set_rate(optimizer, step, total)
            losses = _step(reader, optimizer, batch)
            step += 1
            if step % 50 == 0:
                seconds = time.monotonic() - began
                told = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
                log.info("step %d of %d, %.0f s: %s", step, total, seconds, told)


def _optimizer(reader: Reader) -> torch.optim.AdamW:
    for name, parameter in reader.named_parameters():
        parameter.requires_grad = not name.startswith(FROZEN)
    old = [p for n, p in _trained(reader) if n.startswith("encoder.") and "cases" not in n]
    new = [p for n, p in _trained(reader) if not n.startswith("encoder.") or "cases" in n]
    return torch.optim.AdamW(
        [
            {"params": old, "base": RATE, "weight_decay": 0.01},
            {"params": new, "base": NEW_RATE, "weight_decay": 0.0},
        ],
        lr=RATE,
        betas=(0.9, 0.98),
    )


def _trained(reader: Reader) -> list[tuple[str, nn.Parameter]]:
    return [(n, p) for n, p in reader.named_parameters() if p.requires_grad]


def _set_rate(optimizer: torch.optim.AdamW, step: int, total: int) -> None:
    scale = min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / total)
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * scale


def _step(reader: Reader, optimizer: torch.optim.AdamW, batch: Batch) -> dict[str, float]:
    reader.train()
    losses = _losses(reader, batch, reader(batch.ids, batch.cases, batch.mask, batch.first))
    optimizer.zero_grad()
    torch.stack(list(losses.values())).sum().backward()
    nn.utils.clip_grad_norm_([p for _, p in _trained(reader)], 1.0)
    optimizer.step()
    return {name: loss.item() for name, loss in losses.items()}


def _losses(reader: Reader, batch: Batch, out: tuple[Tensor, ...]) -> dict[str, Tensor]:
    names, upos, xpos, starts, arcs, dependents, heads, words = out
    names = names + habitual(reader.habits, batch.habit, words)
    result = {"names": _names_loss(names, batch)}
    begun = batch.starts != IGNORE
    result["starts"] = 0.3 * nn.functional.binary_cross_entropy_with_logits(
        starts[begun], batch.starts[begun].float()
    )
    if not (batch.heads != IGNORE).any():
        return result
    result["upos"] = 0.4 * _tag_loss(upos, batch.upos)
    result["xpos"] = 0.4 * _tag_loss(xpos, batch.xpos)
    result["arcs"] = _arc_loss(arcs, batch)
    result["relations"] = 0.5 * _relation_loss(reader, batch, dependents, heads)
    return result


def _names_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Minus the log of the probability of all that the example allows."""
    allowed = batch.allowed[batch.starts != IGNORE]
    chosen = logits[batch.starts != IGNORE]
    inside = chosen.masked_fill(~allowed, -1e9).logsumexp(-1)
    return (chosen.logsumexp(-1) - inside).mean()


def _tag_loss(logits: Tensor, gold: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)


def _arc_loss(arcs: Tensor, batch: Batch) -> Tensor:
    """Heads compete among the root and the real words of the row."""
    real = batch.starts != IGNORE
    real = torch.cat([torch.ones_like(real[:, :1]), real[:, 1:]], 1)
    scores = arcs.masked_fill(~real[:, None, :], -1e4)
    return _tag_loss(scores, batch.heads)


def _relation_loss(reader: Reader, batch: Batch, dependents: Tensor, heads: Tensor) -> Tensor:
    row, word = (batch.heads != IGNORE).nonzero(as_tuple=True)
    chosen = heads[row, batch.heads[row, word]]
    logits = relation_logits(reader.relation_weights, dependents[row, word], chosen)
    return nn.functional.cross_entropy(logits, batch.relations[row, word])
