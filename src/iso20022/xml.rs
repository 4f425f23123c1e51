//! Writing XML: elements in the order in which they are called, nothing else.

/// A document that grows.
pub(super) struct Xml {
    text: String,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self {
            text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        }
    }

    /// The root, with the namespace of its message.
    pub(super) fn document(mut self, namespace: &str, content: impl FnOnce(&mut Self)) -> String {
        self.open("Document", &[("xmlns", namespace)]);
        content(&mut self);
        self.close("Document");
        self.text.push('\n');
        self.text
    }

    /// An element with others inside.
    pub(super) fn within(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.open(name, &[]);
        content(self);
        self.close(name);
    }

    /// As [`Self::within`], and nothing at all if nothing is written inside.
    pub(super) fn any(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        self.open(name, &[]);
        let opened = self.text.len();
        content(self);
        if self.text.len() == opened {
            self.text.truncate(before);
        } else {
            self.close(name);
        }
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.escaped(text);
        self.close(name);
    }

    /// An element with text, if there is one.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text(name, text);
        }
    }

    /// An amount and its currency.
    pub(super) fn amount(&mut self, name: &str, amount: &str, currency: &str) {
        self.open(name, &[("Ccy", currency)]);
        self.escaped(amount);
        self.close(name);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.escaped(value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // XML 1.0 has no way to write these; the intent refuses them already.
                c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
                c => self.text.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn writes_what_is_there() {
        let text = Xml::new().document("urn:x", |xml| {
            xml.any("Empty", |_| {});
            xml.within("A", |xml| {
                xml.text("B", "Fish & Chips <\"1\">");
                xml.optional("C", None);
                xml.amount("D", "1.00", "EUR");
            });
        });
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:x\"><A>\
             <B>Fish &amp; Chips &lt;&quot;1&quot;&gt;</B><D Ccy=\"EUR\">1.00</D></A></Document>\n"
        );
    }
}
