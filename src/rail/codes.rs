use serde::{Serialize, Serializer};

/// ISO 20022 external codes that route a payment over the rail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Codes {
    /// `ExternalCashClearingSystem1Code`; of several the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clearing_system: Option<&'static str>,
    /// `ExternalClearingSystemIdentification1Code`; of several the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<&'static str>,
    /// `ExternalServiceLevel1Code`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_level: Option<&'static str>,
    /// `ExternalLocalInstrument1Code`; none when the kind of entry decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_instrument: Option<&'static str>,
    /// All clearing systems, when there are several.
    #[serde(skip_serializing_if = "Choices::is_empty")]
    pub clearing_systems: Choices,
    /// All member ids, when there are several.
    #[serde(skip_serializing_if = "Choices::is_empty")]
    pub member_ids: Choices,
    /// All local instruments, when there are several, such as ACH's CCD (companies) and PPD (people).
    #[serde(skip_serializing_if = "Choices::is_empty")]
    pub local_instruments: Choices,
}

/// Codes to choose from: a list on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices(&'static str);

impl Choices {
    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split('/').filter(|code| !code.is_empty())
    }

    /// True when there is nothing to choose.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Choices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Codes {
    /// Reads the table's fields, in which a slash stands between choices.
    pub(super) fn of(
        clearing_system: &'static str,
        member_id: &'static str,
        service_level: &'static str,
        local_instrument: &'static str,
    ) -> Self {
        let several = |text: &'static str| Choices(if text.contains('/') { text } else { "" });
        let first = |text: &'static str| text.split('/').next().filter(|code| !code.is_empty());
        Self {
            clearing_system: first(clearing_system),
            member_id: first(member_id),
            service_level: first(service_level),
            local_instrument: first(local_instrument).filter(|_| !local_instrument.contains('/')),
            clearing_systems: several(clearing_system),
            member_ids: several(member_id),
            local_instruments: several(local_instrument),
        }
    }
}
