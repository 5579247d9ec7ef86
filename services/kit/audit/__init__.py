"""The record under seal: what is sealed, the chain, its checkpoints outside, and its check."""
