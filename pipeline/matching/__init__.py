"""Where the forms of a dictionary's terms occur in a talk: literally, by spelling, by sound."""
