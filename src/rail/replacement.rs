use serde::Deserialize;

/// What a caller's provider does differently from the scheme. Absent members keep the table's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RailOverride {
    /// Which rail, such as `SCT_INST`.
    pub rail: String,
    /// In this country only.
    pub country: Option<String>,
    /// The most that one payment carries; `none` for no limit.
    pub limit: Option<String>,
    /// The least that one payment carries.
    pub min: Option<String>,
    /// Whether the provider reaches the payee's bank.
    pub reachable: Option<bool>,
    /// Whether the rail is in operation.
    pub live: Option<bool>,
    /// Local wall-clock time `HH:MM` in the rail's zone, before which the provider wants payments.
    pub cut_off: Option<String>,
    /// IANA name of the zone that the times follow.
    pub zone: Option<String>,
    /// Which calendar it settles by, such as `fed`.
    pub calendar: Option<String>,
    /// Takes payments on business days, in these windows; their cut-offs ascend.
    pub windows: Option<Vec<WindowOverride>>,
    /// Takes payments one by one while it is open.
    pub session: Option<SessionOverride>,
}

/// What is submitted before `cut_off` on a business day is credited between `from` and `to`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WindowOverride {
    /// `HH:MM`
    pub cut_off: String,
    /// `DAYS HH:MM`: business days later, and when on that day.
    pub from: String,
    /// The latest.
    pub to: String,
}

/// Open on business days from `open` to `cut_off`, or on every day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionOverride {
    /// `HH:MM`; after a later cut-off's time it is the evening before's.
    pub open: String,
    /// `HH:MM`
    pub cut_off: String,
    /// Minutes until the credit at most.
    pub within_minutes: u32,
    /// `HH:MM`; credited by then in any case.
    pub closes: Option<String>,
    /// Open on every day of the year.
    pub every_day: Option<bool>,
}
