"""Reports: a session or a course as a document for other people, as PDF and as HTML."""
