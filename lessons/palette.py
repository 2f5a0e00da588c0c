"""The colours of the pictures, for whatever draws them. None stands alone: a hatch, a pattern or an edge goes with it."""

# Okabe and Ito's palette, which colour-blind readers can tell apart.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
INK = "#1b1b1b"
