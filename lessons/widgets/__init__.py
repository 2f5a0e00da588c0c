"""What a reader touches: widgets draw and report, and never score."""
