"""mondegreen: cleanup and correction of machine transcripts."""
