//! What a caller brings to a check.

use super::directory::{self, Directory};
use super::official::{MethodTable, ModulusTable, OfficialTables, methods, modulus};
use super::pack;

/// What the core does not carry, or carries in an older edition.
#[derive(Clone, Debug, Default)]
pub struct ReferenceData<'a> {
    /// The first of the account's country counts.
    pub directories: Vec<Directory<'a>>,
    /// Those that stand here are used instead of this version's own.
    pub tables: OfficialTables<'a>,
}

impl<'a> ReferenceData<'a> {
    /// Reads packs of directories and tables that stand one after another, in any order. `None`: one
    /// is of another version, or cut.
    #[must_use]
    pub fn read(packs: &'a [u8]) -> Option<Self> {
        let mut data = Self::default();
        let mut rest = packs;
        while !rest.is_empty() {
            let (magic, mut content, behind) = pack::first(rest)?;
            match magic {
                directory::MAGIC => data.directories.push(Directory::read(&mut content)?),
                modulus::MAGIC => {
                    data.tables.gb_modulus = Some(ModulusTable::read(&mut content)?);
                }
                methods::MAGIC => {
                    data.tables.de_methods = Some(MethodTable::read(&mut content)?);
                }
                _ => return None,
            }
            rest = behind;
        }
        Some(data)
    }
}
