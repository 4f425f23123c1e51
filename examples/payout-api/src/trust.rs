//! Whom connections to others trust. Certificates are always verified, host names too.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The authorities of this machine.
pub(crate) fn of_this_machine() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Those of a PEM file, added to others.
pub(crate) fn with_file(mut roots: RootCertStore, file: &Path) -> Result<RootCertStore, String> {
    let wrong = |why: &str| format!("{}: {why}", file.display());
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(&error.to_string()))?;
    let (added, _) = roots.add_parsable_certificates(certificates);
    if added == 0 {
        return Err(wrong("there is no certificate of an authority in it"));
    }
    Ok(roots)
}

/// A client that trusts these and shows no certificate of its own.
pub(crate) fn client(roots: RootCertStore) -> Arc<ClientConfig> {
    Arc::new(
        ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth(),
    )
}
