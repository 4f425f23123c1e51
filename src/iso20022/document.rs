//! Reading XML: a message as a tree of elements. Namespaces are passed over, a DTD is refused.

use std::fmt;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The largest message, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// How deep elements may stand in each other.
const MAX_DEPTH: usize = 64;
/// The most elements of one message.
const MAX_ELEMENTS: usize = 2_000_000;

/// Why a text is not the message that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentError {
    /// More than 16 MiB, too deep, or too many elements.
    TooLarge,
    /// Not XML, cut off, with a document type or with an entity of its own.
    NotXml,
    /// XML, but another message.
    OtherMessage,
}

impl DocumentError {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotXml => "not_xml",
            Self::OtherMessage => "other_message",
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the message is larger than 16 MiB or nested too deep",
            Self::NotXml => "the text is not XML, or has a document type",
            Self::OtherMessage => "this is another message than was asked for",
        })
    }
}

impl std::error::Error for DocumentError {}

/// An element: its local name, its currency if it is an amount, its own text, and what is inside.
#[derive(Default)]
pub(super) struct Element {
    name: String,
    currency: Option<String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// Reads a message whose root holds an element of one of these names, and gives that element.
    pub(super) fn message(text: &str, names: &[&str]) -> Result<Self, DocumentError> {
        let root = read(text)?;
        if root.name != "Document" {
            return Err(DocumentError::OtherMessage);
        }
        let found = root
            .children
            .into_iter()
            .find(|child| names.contains(&child.name.as_str()));
        found.ok_or(DocumentError::OtherMessage)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at a path.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| {
            element.children.iter().find(|child| child.name == *name)
        })
    }

    /// The text at a path, without space around it; `None` if there is none.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        Some(self.at(path)?.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text of `Cd`, or else of `Prtry`, at a path.
    pub(super) fn code(&self, path: &[&str]) -> Option<&str> {
        let choice = self.at(path)?;
        choice.text(&["Cd"]).or_else(|| choice.text(&["Prtry"]))
    }

    /// The currency of an amount.
    pub(super) fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }
}

fn read(text: &str) -> Result<Element, DocumentError> {
    if text.len() > MAX_BYTES {
        return Err(DocumentError::TooLarge);
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    // The elements that are open, outermost first; the first stands for the document itself.
    let mut open = vec![Element::default()];
    let mut count: usize = 0;
    loop {
        let event = reader.read_event().map_err(|_| DocumentError::NotXml)?;
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                count = count.saturating_add(1);
                if open.len() > MAX_DEPTH || count > MAX_ELEMENTS {
                    return Err(DocumentError::TooLarge);
                }
                open.push(element(start)?);
                if matches!(event, Event::Empty(_)) {
                    close(&mut open)?;
                }
            }
            Event::End(_) => close(&mut open)?,
            Event::Text(text) => add(&mut open, &text)?,
            Event::CData(text) => add(&mut open, &text)?,
            Event::GeneralRef(name) => add(&mut open, &entity(&name)?)?,
            Event::DocType(_) => return Err(DocumentError::NotXml),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    let mut document = open.pop().ok_or(DocumentError::NotXml)?;
    if !open.is_empty() || document.children.len() != 1 || !document.text.trim().is_empty() {
        return Err(DocumentError::NotXml);
    }
    document.children.pop().ok_or(DocumentError::NotXml)
}

fn element(start: &BytesStart<'_>) -> Result<Element, DocumentError> {
    let mut currency = None;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| DocumentError::NotXml)?;
        if attribute.key.as_ref() == "Ccy" {
            currency = Some(attribute.value.into_owned());
        }
    }
    Ok(Element {
        name: start.local_name().as_ref().to_owned(),
        currency,
        ..Element::default()
    })
}

fn close(open: &mut Vec<Element>) -> Result<(), DocumentError> {
    let closed = open.pop().ok_or(DocumentError::NotXml)?;
    let parent = open.last_mut().ok_or(DocumentError::NotXml)?;
    parent.children.push(closed);
    Ok(())
}

fn add(open: &mut [Element], text: &str) -> Result<(), DocumentError> {
    let element = open.last_mut().ok_or(DocumentError::NotXml)?;
    element.text.push_str(text);
    Ok(())
}

/// One of the five entities of XML, or a character by its number.
fn entity(name: &BytesRef<'_>) -> Result<String, DocumentError> {
    if let Some(c) = name.resolve_char_ref().map_err(|_| DocumentError::NotXml)? {
        return Ok(c.to_string());
    }
    resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or(DocumentError::NotXml)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{DocumentError, Element};

    #[test]
    fn reads_elements_texts_and_entities() {
        let text = "\u{feff}<?xml version=\"1.0\"?><d:Document xmlns:d=\"urn:x\"><!-- c --><d:A>\
                    <d:B> x &amp; &#x41;<![CDATA[<y>]]> </d:B><d:C Ccy=\"EUR\">1.00</d:C><d:E/></d:A></d:Document>";
        let message = Element::message(text, &["A"]).unwrap();
        assert_eq!(message.text(&["B"]), Some("x & A<y>"));
        assert_eq!(message.at(&["C"]).and_then(Element::currency), Some("EUR"));
        assert_eq!(message.text(&["E"]), None);
        assert_eq!(message.text(&["F", "G"]), None);
    }

    #[test]
    fn refuses_the_rest() {
        let error = |text: &str| Element::message(text, &["A"]).err().unwrap();
        for text in [
            "",
            "x",
            "<Document>",
            "<Document></Other>",
            "<Document/><Document/>",
            "<Document>&own;</Document>",
            "<!DOCTYPE a [<!ENTITY own \"x\">]><Document>&own;</Document>",
            "<Document a=\"1\" a=\"2\"/>",
        ] {
            assert_eq!(error(text), DocumentError::NotXml, "{text}");
        }
        assert_eq!(
            error("<Document><B/></Document>"),
            DocumentError::OtherMessage
        );
        assert_eq!(error("<A/>"), DocumentError::OtherMessage);
        assert_eq!(error(&"<a>".repeat(100)), DocumentError::TooLarge);
    }
}
