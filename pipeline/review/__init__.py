"""The review page: a local server, the talks on its desk, and what people decide about them."""
