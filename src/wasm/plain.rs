//! One function a call of the JavaScript API; request and result are the contract's shapes.
