//! Places that hold bytes: text in base64, files.

use super::{Binary, Place, Slot, View};
use crate::base64::Base64;
use crate::file_part::{FilePart, Held};

impl Place for Base64 {
    fn vacant() -> Self {
        Vec::new().into()
    }
    fn view(&self) -> View<'_> {
        match self.usual() {
            Ok(bytes) => View::Bytes(bytes, None),
            Err(text) => View::Text(text),
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Binary(self)
    }
}

impl Binary for Base64 {
    fn set_text(&mut self, text: &str) {
        *self = Self::from_text(text);
    }
    fn set_bytes(&mut self, bytes: &[u8]) {
        *self = bytes.into();
    }
}

impl Place for FilePart {
    fn vacant() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        match self.held() {
            Held::Bytes(bytes) => View::Bytes(bytes, Some(self)),
            Held::Stream(_) => View::Stream(self),
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Binary(self)
    }
}

impl Binary for FilePart {
    fn set_text(&mut self, text: &str) {
        let bytes = Base64::from_text(text).into_bytes();
        *self = bytes.unwrap_or_else(|_| text.as_bytes().to_vec()).into();
    }
    fn set_bytes(&mut self, bytes: &[u8]) {
        *self = bytes.into();
    }
    fn set_file(&mut self, file: &FilePart) {
        self.clone_from(file);
    }
}
