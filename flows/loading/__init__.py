"""Loading: from the documents, pins and orders of a batch to one transaction."""
