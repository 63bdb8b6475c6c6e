//! How large answers may be.

/// How large answers may be, after decompression.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(crate) body: usize,
    pub(crate) error_body: usize,
    pub(crate) item: usize,
    pub(crate) headers: usize,
    pub(crate) depth: usize,
    pub(crate) error_text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 << 20,
            error_body: 1 << 20,
            item: 4 << 20,
            headers: 64 << 10,
            depth: 128,
            error_text: 400,
        }
    }
}

impl Limits {
    /// The defaults: bodies of 64 MiB, of which 1 MiB is read if they tell of an error, items of
    /// streams of 4 MiB, headers of 64 KiB, 128 levels of arrays and objects in JSON, and 400
    /// characters of the server's text in messages of errors.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many bytes the body of a successful answer may have. A larger one is an error.
    #[must_use]
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets how many bytes are read of the body of an answer that tells of an error. The rest of a
    /// larger one is left out.
    #[must_use]
    pub fn error_body(mut self, bytes: usize) -> Self {
        self.error_body = bytes;
        self
    }

    /// Sets how many bytes one item of a stream may have. A larger one is an error. A stream as a whole
    /// has no limit.
    #[must_use]
    pub fn item(mut self, bytes: usize) -> Self {
        self.item = bytes;
        self
    }

    /// Sets how many bytes all names and values of headers may have together. More are an error.
    #[must_use]
    pub fn headers(mut self, bytes: usize) -> Self {
        self.headers = bytes;
        self
    }

    /// Sets how deep arrays and objects may be nested in JSON, up to what [`json::Options`](crate::json::Options)
    /// allows.
    #[must_use]
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// Sets how many characters the message of an error shows of each text that came from the server.
    #[must_use]
    pub fn error_text(mut self, characters: usize) -> Self {
        self.error_text = characters;
        self
    }
}
