//! Nothing of its own: linking `payout-kit` brings its exports.

use payout_kit as _;
