"""Copies and stories: what folding and grouping decided, what people overruled, and the state the next articles are judged by."""
