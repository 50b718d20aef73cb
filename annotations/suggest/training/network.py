"""MiniLM with five heads over the first piece of each word. Shapes: B texts, T pieces, W words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from annotations.suggest.pieces import CASES

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, POSITIONS = 30522, 512
ARC, RELATION = 256, 64
DROPPED = 0.1


@dataclass(frozen=True, slots=True)
class Sizes:
    names: int
    habits: int
    upos: int
    xpos: int
    relations: int


class Layer(nn.Module):
    """BERT's post-norm layer, parameter names as in the published weights."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.joined = nn.Linear(HIDDEN, HIDDEN)
        self.attended = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: B T HIDDEN; mask: B 1 1 T, 0 where seen and very low where padded."""
        size = (x.shape[0], x.shape[1], HEADS, HIDDEN // HEADS)
        q, k, v = (
            part(x).view(size).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        weights = (q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + mask).softmax(-1)
        mixed = (weights @ v).transpose(1, 2).reshape(x.shape)
        x = self.attended(x + self.drop(self.joined(mixed)))
        return self.norm(x + self.drop(self.outer(nn.functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.cases = nn.Embedding(CASES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """ids, cases, mask (1 seen, 0 padding): B T. Returns B T HIDDEN."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(place) + self.cases(cases))
        low = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, low)
        return x


class Reader(nn.Module):
    """Logits for names, tags and sentence starts a word, and the parts of the biaffine parser.

    Arcs follow Dozat and Manning (2017); word 0 is the root. Relations are scored outside, for
    the chosen heads only, from `dependents`, `heads` and `relation_weights`. `habits` are what the
    sets that mark names otherwise add to the names' logits in training; nothing of it is exported.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.drop = nn.Dropout(DROPPED)
        self.names = nn.Linear(HIDDEN, sizes.names)
        self.habits = nn.Parameter(torch.zeros(sizes.habits, HIDDEN + 1, sizes.names))
        self.upos = nn.Linear(HIDDEN, sizes.upos)
        self.xpos = nn.Linear(HIDDEN, sizes.xpos)
        self.starts = nn.Linear(HIDDEN, 1)
        self.arc_dependents = nn.Linear(HIDDEN, ARC)
        self.arc_heads = nn.Linear(HIDDEN, ARC)
        self.arc_weights = nn.Linear(ARC, ARC, bias=False)
        self.arc_prior = nn.Linear(ARC, 1, bias=False)
        self.relation_dependents = nn.Linear(HIDDEN, RELATION)
        self.relation_heads = nn.Linear(HIDDEN, RELATION)
        self.relation_weights = nn.Parameter(
            torch.randn(RELATION + 1, sizes.relations, RELATION + 1) * 0.02
        )

    def forward(
        self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, ...]:
        """`first`, B W: the first piece of each word, [CLS] as word 0, 0 where padded.

        Returns names, upos, xpos (B W n), starts (B W), arcs (B W W, dependent by head),
        dependents and heads (B W RELATION), words (B W HIDDEN).
        """
        pieces = self.encoder(ids, cases, mask)
        words = torch.gather(pieces, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        words = self.drop(words)
        act = nn.functional.gelu
        dependents = self.drop(act(self.arc_dependents(words)))
        heads = self.drop(act(self.arc_heads(words)))
        arcs = self.arc_weights(dependents) @ heads.transpose(1, 2)
        arcs = arcs + self.arc_prior(heads).transpose(1, 2)
        return (
            self.names(words),
            self.upos(words),
            self.xpos(words),
            self.starts(words).squeeze(-1),
            arcs,
            self.drop(act(self.relation_dependents(words))),
            self.drop(act(self.relation_heads(words))),
            words,
        )


def with_one(x: Tensor) -> Tensor:
    """A constant 1 behind the last axis: the bias of a bilinear form."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def relation_logits(weights: Tensor, dependents: Tensor, heads: Tensor) -> Tensor:
    """N RELATION twice, a dependent and its head a row. Returns N relations."""
    left, relations, right = weights.shape
    scored = with_one(dependents) @ weights.reshape(left, relations * right)
    return (scored.reshape(-1, relations, right) * with_one(heads)[:, None, :]).sum(-1)


def habitual(habits: Tensor, habit: Tensor, words: Tensor) -> Tensor:
    """What its set adds to the names' logits (B W names); sets of habit 0 add nothing."""
    return (with_one(words) @ habits[habit]) * (habit > 0)[:, None, None]


class Relations(nn.Module):
    """The relation scores alone: a small network of its own, run for the chosen heads."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.weights = reader.relation_weights

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        return relation_logits(self.weights, dependents, heads)


NAMES_OF_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "joined",
    "attention.output.LayerNorm": "attended",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm",
}


def load_encoder(reader: Reader, weights: Path) -> None:
    """The published MiniLM weights; cases begin as token type 0 with a little noise."""
    published = load_file(str(weights))
    state = reader.encoder.state_dict()
    own = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    for layer in range(LAYERS):
        for theirs, ours in NAMES_OF_PARTS.items():
            for kind in ("weight", "bias"):
                own[f"layers.{layer}.{ours}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
    loaded = {ours: published[theirs] for ours, theirs in own.items()}
    types = published["embeddings.token_type_embeddings.weight"]
    noise = torch.randn(CASES, HIDDEN, generator=torch.Generator().manual_seed(1)) * 0.02
    loaded["cases.weight"] = types[:1] + noise
    assert loaded.keys() == state.keys()
    reader.encoder.load_state_dict(loaded)
