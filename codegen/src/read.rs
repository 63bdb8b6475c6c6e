//! The reading half: documents in, IR out. The types of OpenAPI are private to it.
