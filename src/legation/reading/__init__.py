"""From text to tags, trees, names and frames: sentences, the neural reader, and its scores decoded."""
