"""Pages of lines and tables made into a document, whether the lines were set as text or recognised on a picture."""
