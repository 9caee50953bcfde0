//! How a report looks beyond its numbers: a title of one's own, a logo, the runs that it shows.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::experiment::Manifest;

use super::language::Language;

/// What a reader may change of a report without changing a number.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Instead of the scenario's name.
    pub title: Option<String>,
    /// A picture above the title.
    pub logo: Option<Logo>,
    /// The language of the page and its charts.
    pub language: Language,
    /// Of several runs side by side: each one's name and what was run.
    pub runs: Vec<(String, Manifest)>,
}

/// A picture that stands within the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Logo {
    /// Bytes that a logo may have.
    pub const MOST: usize = 1 << 20;

    /// A picture by its content: PNG, JPEG, GIF, WebP or SVG. As a picture, an SVG runs no
    /// script and loads nothing.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]).into_owned();
        let kind = match &bytes[..] {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [b'G', b'I', b'F', b'8', ..] => "image/gif",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ if text.contains("<svg") => "image/svg+xml",
            _ => return None,
        };
        Some(Self { kind, bytes })
    }

    /// As a URL that holds the picture itself.
    pub(super) fn url(&self) -> String {
        format!("data:{};base64,{}", self.kind, STANDARD.encode(&self.bytes))
    }
}
