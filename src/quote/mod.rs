//! Fee schedules, rate sheets, previews, splits.
