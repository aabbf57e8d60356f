"""What is known of English: counts, sounds, models. Heavy things are loaded late and once."""
