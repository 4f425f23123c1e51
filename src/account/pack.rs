//! Bytes that carry what the core does not: directories, and tables that replace its own.
//!
//! A pack is a magic of four bytes, the little-endian length of what follows, and what follows. Packs
//! can stand one after another.

/// The content of the first pack, if it is of this kind, and what stands after it.
pub(super) fn sealed(magic: [u8; 4], bytes: &[u8]) -> Option<(Reader<'_>, &[u8])> {
    let (found, content, rest) = first(bytes)?;
    (found == magic).then_some((content, rest))
}

/// The magic and the content of the first pack, and what stands after it.
pub(super) fn first(bytes: &[u8]) -> Option<([u8; 4], Reader<'_>, &[u8])> {
    let mut reader = Reader(bytes);
    let magic = reader.take(4)?.try_into().ok()?;
    let content = reader.long_list()?;
    Some((magic, Reader(content), reader.0))
}

/// Content as a pack.
pub(super) fn seal(magic: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut pack = magic.to_vec();
    long_list(&mut pack, content);
    pack
}

/// Writes bytes behind their length of four bytes.
pub(super) fn long_list(out: &mut Vec<u8>, bytes: &[u8]) {
    // What is longer than that is no table; its reader refuses it.
    out.extend(u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(bytes);
}

pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// A text behind its length of one byte.
    pub(super) fn short_text(&mut self) -> Option<&'a str> {
        let length = self.byte()?;
        std::str::from_utf8(self.take(usize::from(length))?).ok()
    }

    /// Bytes behind their little-endian length of four bytes.
    pub(super) fn long_list(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        self.take(usize::try_from(length).ok()?)
    }

    /// LEB128 of at most three bytes.
    pub(super) fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in [0, 7, 14] {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Makes the text before into this one.
    pub(super) fn front_coded(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let shared = self.number()?;
        if shared > text.len() {
            return None;
        }
        let length = self.number()?;
        text.truncate(shared);
        text.extend_from_slice(self.take(length)?);
        Some(())
    }
}
